// `task`, `tasks`, `kworker`, `softirq`, `hardirq`: who runs.

import type { ts } from "ts-morph";
import { LIMITS } from "../limits.js";
import { type Lowering, reject, shortText } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { booleanArgument, boundedArgument, callableArgument, evaluate, nameArgument, option, textArgument } from "./arguments.js";
import { addContext, bounded, cpuOption } from "./context-options.js";
import type { ContextDeclaration } from "./declarations.js";
import { freshId } from "./elaboration.js";
import { implicitField } from "./implicit.js";
import { declareThreaded } from "./threaded-irqs.js";

type Declare = (lowering: Lowering, call: ts.CallExpression) => Meaning;

/** Functions whose calls at top level make contexts. */
export const contextFunctions: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ["task", (lowering, call) => declareOne(lowering, call, "task")],
  ["kthread", (lowering, call) => declareOne(lowering, call, "task", stopFlag)],
  ["kworker", (lowering, call) => declareOne(lowering, call, "kworker")],
  ["softirq", (lowering, call) => declareOne(lowering, call, "softirq")],
  ["hardirq", (lowering, call) => declareOne(lowering, call, "hardirq")],
  ["tasks", declareMany],
  ["request_threaded_irq", declareThreaded],
]);

export function declareContext(lowering: Lowering, call: ts.CallExpression, name: string): Meaning {
  return contextFunctions.get(name)?.(lowering, call) ?? INVALID;
}

function declareOne(
  lowering: Lowering,
  call: ts.CallExpression,
  kind: ContextDeclaration["kind"],
  stopOf: (lowering: Lowering, name: string, node: ts.Node) => string | null = () => null,
): Meaning {
  const [nameNode, bodyNode, options] = call.arguments;
  if (nameNode === undefined || bodyNode === undefined) return INVALID;
  const name = nameArgument(lowering, nameNode, "a context");
  const body = callableArgument(lowering, bodyNode);
  if (name === null || body === null) return INVALID;
  const interrupt = kind === "softirq" || kind === "hardirq";
  const times = interrupt ? (bounded(lowering, options, "times", "How often an interrupt may come", 1, LIMITS.times) ?? 1) : 0;
  const noThread = kind === "hardirq" && hasNoThreadFlag(lowering, options);
  const threadable = !noThread || isAfterThreadable(lowering, options);
  const maps = kind === "kworker" ? workMaps(lowering, options, name) : [];
  const stop = stopOf(lowering, name, call);
  const cpu = cpuOption(lowering, options);
  addContext(lowering, { name, kind, body, index: null, cpu, times, threadable, noThread, stop, wakes: null, maps, node: call });
  return { kind: "context", id: name };
}

function declareMany(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [nameNode, countNode, bodyNode, options] = call.arguments;
  if (nameNode === undefined || countNode === undefined || bodyNode === undefined) return INVALID;
  const name = nameArgument(lowering, nameNode, "tasks");
  const count = boundedArgument(lowering, countNode, "The number of tasks", 1, LIMITS.cpus);
  const body = callableArgument(lowering, bodyNode);
  if (name === null || count === null || body === null) return INVALID;
  const cpu = cpuOption(lowering, options);
  const ids = Array.from({ length: count }, (_, index) => `${name}[${index}]`);
  ids.forEach((id, index) => {
    addContext(lowering, {
      name: id,
      kind: "task",
      body,
      index,
      cpu,
      times: 0,
      threadable: true,
      noThread: false,
      stop: null,
      wakes: null,
      maps: [],
      node: call,
    });
  });
  return { kind: "contexts", ids };
}

/** KTHREAD_SHOULD_STOP of a kthread. */
function stopFlag(lowering: Lowering, name: string, node: ts.Node): string {
  const id = freshId(lowering.model, `${name}.should_stop`);
  implicitField(lowering, id, { kind: "bool" }, { kind: "bool", value: false }, node);
  return id;
}

/** lockdep's maps of process_one_work: the workqueue outside, the work item inside. */
function workMaps(lowering: Lowering, options: ts.Expression | undefined, name: string): readonly string[] {
  const queueNode = option(lowering, options, "workqueue");
  const workNode = option(lowering, options, "work");
  const queue = queueNode === null ? "events" : textArgument(lowering, queueNode, "The workqueue");
  const work = workNode === null ? `&${name}` : textArgument(lowering, workNode, "The work item");
  return [`(wq_completion)${queue ?? ""}`, `(work_completion)(${work ?? ""})`];
}

function isAfterThreadable(lowering: Lowering, options: ts.Expression | undefined): boolean {
  const node = option(lowering, options, "after_threadable");
  return node !== null && booleanArgument(lowering, node, "'after_threadable'") === true;
}

function hasNoThreadFlag(lowering: Lowering, options: ts.Expression | undefined): boolean {
  const node = option(lowering, options, "flags");
  if (node === null) return false;
  const meaning = evaluate(lowering, node);
  if (meaning.kind === "language" && meaning.name === "IRQF_NO_THREAD") return true;
  reject(lowering, "wrong-argument", node, { what: "The flags", expected: "IRQF_NO_THREAD", hint: `replace '${shortText(node)}'` });
  return false;
}
