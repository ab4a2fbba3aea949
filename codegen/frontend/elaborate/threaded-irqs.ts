// `request_threaded_irq(name, handler, thread_fn, options)`: a handler of hard interrupts, and a thread that it wakes. Source: kernel/irq/manage.c.

import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { type Lowering, reject, shortText } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { callableArgument, evaluate, nameArgument, option } from "./arguments.js";
import { addContext, bounded, cpuOption } from "./context-options.js";
import { freshId } from "./elaboration.js";
import { implicitField } from "./implicit.js";
import { depthOf } from "./line-depth.js";
import { type SharedField, TOP_LEVEL } from "./world.js";

export function declareThreaded(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [nameNode, handlerNode, threadNode, options] = call.arguments;
  if (nameNode === undefined || handlerNode === undefined || threadNode === undefined) return INVALID;
  const name = nameArgument(lowering, nameNode, "a context");
  const isDefault = handlerNode.kind === ts.SyntaxKind.NullKeyword;
  const body = isDefault ? null : callableArgument(lowering, handlerNode);
  if (name === null || (body === null && !isDefault)) return INVALID;
  const isOneshot = hasOneshotFlag(lowering, options);
  if (isDefault && !isOneshot)
    return reject(lowering, "wrong-argument", call, {
      what: "An interrupt without a handler of its own",
      expected: "one of IRQF_ONESHOT: the kernel refuses it otherwise",
      hint: "pass { flags: IRQF_ONESHOT }",
    });
  const thread = threadField(lowering, call, name, threadNode, options);
  if (thread === null) return INVALID;
  const masks = isOneshot ? depthOf(lowering, call, name) : null;
  const cpu = cpuOption(lowering, options);
  const times = bounded(lowering, options, "times", "How often an interrupt may come", 1, LIMITS.times) ?? 1;
  // Handlers of IRQF_ONESHOT are never forced into threads.
  const [threadable, noThread] = [!isOneshot, isOneshot];
  const wakes = { thread, masks };
  addContext(lowering, {
    name,
    kind: "hardirq",
    body,
    index: null,
    cpu,
    times,
    threadable,
    noThread,
    stop: null,
    wakes,
    maps: [],
    node: call,
  });
  return { kind: "context", id: name };
}

/** What runs when the thread is woken, named as the kernel names the thread. */
function threadField(
  lowering: Lowering,
  call: ts.CallExpression,
  name: string,
  node: ts.Expression,
  options: ts.Expression | undefined,
): SharedField | null {
  const callback = callableArgument(lowering, node);
  if (callback === null) return null;
  const cpu = bounded(lowering, options, "thread_cpu", "The CPU of the thread", 0, LIMITS.cpus - 1);
  const value = { kind: "bool", value: false } as const;
  const field = implicitField(lowering, freshId(lowering.model, `irq/${name}`), { kind: "irq-thread" }, value, call);
  const timer = { callback, callbackNode: node, mode: null, queued: false, expires: true, cpu };
  field.initial.set(TOP_LEVEL, { value, entries: [], timer });
  return field;
}

function hasOneshotFlag(lowering: Lowering, options: ts.Expression | undefined): boolean {
  const node = option(lowering, options, "flags");
  if (node === null) return false;
  const meaning = evaluate(lowering, node);
  if (meaning.kind === "language" && meaning.name === "IRQF_ONESHOT") return true;
  reject(lowering, "wrong-argument", node, { what: "The flags", expected: "IRQF_ONESHOT", hint: `replace '${shortText(node)}'` });
  return false;
}
