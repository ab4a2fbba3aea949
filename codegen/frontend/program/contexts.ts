// Contexts and their flow graphs. Contexts that run the same body and start alike share one graph; a timer's callback is a context
// when the timer may come: it is queued at first, or something starts or asks it.

import { DiagnosticLog } from "../../diagnostics/index.js";
import type { Expression, Value } from "../../ir/expression.js";
import type { FlowGraph } from "../../ir/graph.js";
import type { Context, Property } from "../../ir/program.js";
import { ts } from "../../typescript.cjs";
import type { ContextDeclaration, HandlerThread } from "../elaborate/declarations.js";
import { type Elaboration, freshId } from "../elaborate/elaboration.js";
import { contextIds } from "../elaborate/overlapping.js";
import { type Initial, type SharedField, type TimerSetup, TOP_LEVEL } from "../elaborate/world.js";
import { spanOf } from "../load/sources.js";
import { delayTimerId } from "../lower/expressions/access.js";
import type { Make } from "../lower/language/interrupts.js";
import { isTask } from "../lower/language/task-works.js";
import { constantLowering, reject } from "../lowering.js";
import { type Body, lowerGraph, taskWorkGraph, wakingSteps } from "./bodies.js";
import { defaultName, mapClass } from "./lock-classes.js";
import { usageOf } from "./usage.js";
import { onTheirQueues } from "./work-items.js";

/** A context before CPUs are known. */
export type UnplacedContext = Omit<Context, "cpus"> & { readonly cpu: number | null };

export interface LoweredContexts {
  readonly contexts: readonly UnplacedContext[];
  readonly graphs: readonly FlowGraph[];
}

export function lowerContexts(model: Elaboration, properties: readonly Property[]): LoweredContexts {
  const graphs = new GraphTable(model);
  const contexts: UnplacedContext[] = model.contexts.flatMap((declaration) => declaredContexts(model, graphs, declaration));
  const timers = new Map<string, UnplacedContext>();
  for (let before = -1; before !== timers.size; ) {
    before = timers.size;
    const used = usageOf(model, graphs.all(), properties, []).fields;
    for (const [field, owner, initial] of allTimers(model)) {
      const id = owner === TOP_LEVEL ? field.id : `${owner}.${field.name}`;
      const comes = initial.timer.queued || used.get(field.id)?.has(owner) === true;
      if (!comes || timers.has(id)) continue;
      timers.set(id, itemContext(model, graphs, id, field, owner, initial.timer));
      if (field.type.kind === "delayed-work") timers.set(delayTimerId(id), delayContext(model, graphs, id, field, owner));
    }
  }
  const all = [...contexts, ...onTheirQueues(model, [...timers.values()], graphs.all())];
  return { contexts: all.map((context) => ({ ...context, gate: gateOf(model, context) })), graphs: graphs.all() };
}

function declaredContexts(model: Elaboration, graphs: GraphTable, declaration: ContextDeclaration): readonly UnplacedContext[] {
  const ids = contextIds(model, declaration);
  const context = declaredContext(model, graphs, declaration);
  return ids.length === 1 ? [context] : ids.map((id) => ({ ...context, id, times: 1 }));
}

function declaredContext(model: Elaboration, graphs: GraphTable, declaration: ContextDeclaration): UnplacedContext {
  const { name, kind, body, index, cpu, times, threadable, noThread, stop, wakes, node } = declaration;
  const own = kind === "softirq" || kind === "hardirq" ? kind : "task";
  const thread = isThreaded(model, own, !noThread);
  const level = thread ? "task" : own;
  const maps = declaration.maps.map((map) => mapClass(map).id);
  const argument: Value | null = index === null ? null : { kind: "int", value: index };
  const argumentCount = index === null ? 0 : model.contexts.filter((other) => other.node === node).length;
  const context = name.replace(/\[\d+\]$/u, "");
  // Tasks with work of their own cannot share a graph.
  const task = isTask(declaration) && model.fields.some(({ type }) => type.kind === "task-work") ? name : null;
  const graph =
    body === null
      ? graphs.waking(wakes, node)
      : graphs.of([own, thread, threadable, stop ?? "", task ?? "", wakes?.thread.id ?? "", ...maps].join(), argument, index !== null, {
          callable: body,
          argumentCount,
          context,
          restarts: false,
          softirqOff: thread,
          stop,
          task,
          wakes,
          unmasks: null,
        });
  return {
    id: name,
    kind,
    graph,
    argument,
    cpu,
    times,
    timer: null,
    level,
    threadable,
    thread,
    irqSafe: false,
    maps,
    gate: null,
    after: null,
    workqueue: null,
    span: spanOf(model.sources, node),
  };
}

/**
 * On PREEMPT_RT handlers run in threads: softirqs, timers that do not insist on hard interrupt context, and hard interrupts without
 * IRQF_NO_THREAD.
 */
function isThreaded(model: Elaboration, level: Context["level"], inThread: boolean): boolean {
  return model.choice.configuration.preemptRt && level !== "task" && (level === "softirq" || inThread);
}

function allTimers(model: Elaboration): readonly (readonly [SharedField, string, Initial & { readonly timer: TimerSetup }])[] {
  return model.fields.flatMap((field) =>
    [...field.initial].flatMap(([owner, initial]) => {
      const timer = initial.timer ?? rcuSetup(model, field);
      return timer === null || field.type.kind === "task-work" ? [] : [[field, owner, { ...initial, timer }] as const];
    }),
  );
}

/** The number that keeps the context from coming, if some code stores one. */
function gateOf(model: Elaboration, { id, timer }: UnplacedContext): Context["gate"] {
  const item = timer === null ? undefined : model.fields.find((field) => field.id === timer.field);
  const gate = model.gates.get(item ?? id);
  return gate === undefined ? null : { field: gate.id, object: timer?.object ?? null };
}

/** What is called after a grace period is known when the calls are. */
function rcuSetup(model: Elaboration, field: SharedField): TimerSetup | null {
  const known = model.rcuCallbacks.get(field);
  if (known === undefined) return null;
  return { callback: known.callback, callbackNode: known.node, mode: null, queued: false, expires: true, cpu: null };
}

function itemContext(
  model: Elaboration,
  graphs: GraphTable,
  id: string,
  field: SharedField,
  owner: string,
  timer: TimerSetup,
): UnplacedContext {
  const task = field.type.kind === "task-work-runner" ? [...model.taskWorks].find(([, { runner }]) => runner === field)?.[0] : undefined;
  return task === undefined ? timerContext(model, graphs, id, field, owner, timer) : taskWorkContext(model, graphs, id, field, task);
}

/** The task in user space. */
function taskWorkContext(model: Elaboration, graphs: GraphTable, id: string, field: SharedField, task: string): UnplacedContext {
  return {
    id,
    kind: "task",
    graph: graphs.taskWork(task, field),
    argument: null,
    cpu: null,
    times: 0,
    timer: { field: field.id, object: null, expires: true },
    level: "task",
    threadable: true,
    thread: false,
    irqSafe: false,
    maps: [],
    gate: null,
    after: task,
    workqueue: null,
    span: spanOf(model.sources, field.node),
  };
}

function timerContext(
  model: Elaboration,
  graphs: GraphTable,
  id: string,
  field: SharedField,
  owner: string,
  timer: TimerSetup,
): UnplacedContext {
  const fits = takesOwner(model, field, timer);
  const single = field.initial.size === 1;
  const object: Value | null = owner === TOP_LEVEL ? null : { kind: "object", id: owner };
  const { kind, level: own, threadable } = flavourOf(field, timer);
  const thread = isThreaded(model, own, threadable);
  const level = thread ? "task" : own;
  const context = id.replace(/\[\d+\]/gu, "");
  const { callback } = timer;
  const graph = (): string =>
    callback === null
      ? graphs.freeing(field, object, !single, timer.callbackNode)
      : graphs.of(`${[own, thread, threadable].join()} ${field.id}`, object, !single, {
          callable: callback,
          argumentCount: 0,
          context,
          restarts: kind === "hrtimer",
          // Not in that of irq_work (kernel/irq_work.c, run_irq_workd).
          softirqOff: thread && kind !== "irq-work",
          stop: null,
          task: null,
          wakes: null,
          unmasks: model.contexts.find(({ wakes }) => wakes?.thread === field)?.wakes?.masks ?? null,
        });
  return {
    id,
    kind,
    graph: fits ? graph() : "",
    argument: object,
    cpu: timer.cpu,
    times: 0,
    timer: { field: field.id, object: owner === TOP_LEVEL ? null : owner, expires: timer.expires },
    level,
    threadable,
    thread,
    irqSafe: false,
    maps: field.type.kind === "timer-list" ? [timerMap(field)] : [],
    gate: null,
    after: null,
    workqueue: null,
    span: spanOf(model.sources, field.node),
  };
}

/** lockdep's map of a timer, which is held around its function. */
function timerMap(field: SharedField): string {
  const name = defaultName(field);
  return mapClass(`(${name.startsWith("&") ? name : `&${name}`})`).id;
}

/** In which context the function of a deferred item runs. */
function flavourOf(field: SharedField, timer: TimerSetup): Pick<Context, "kind" | "level" | "threadable"> {
  switch (field.type.kind) {
    case "work":
    case "delayed-work":
      return { kind: "kworker", level: "task", threadable: true };
    case "irq-thread":
    case "task-work-runner":
    case "kthread-work":
      return { kind: "task", level: "task", threadable: true };
    case "rcu-head":
      return { kind: "rcu", level: "softirq", threadable: true };
    case "timer-list":
      return { kind: "timer", level: "softirq", threadable: true };
    case "tasklet":
      return { kind: "tasklet", level: "softirq", threadable: true };
    case "irq-work":
      return { kind: "irq-work", level: "hardirq", threadable: !field.type.hard };
    default: {
      const level = timer.mode === "HRTIMER_MODE_REL_SOFT" ? "softirq" : "hardirq";
      return { kind: "hrtimer", level, threadable: timer.mode !== "HRTIMER_MODE_REL_HARD" };
    }
  }
}

/** The timer of a delayed work item: its function queues the item, with interrupts off (include/linux/workqueue.h, __INIT_DELAYED_WORK). */
function delayContext(model: Elaboration, graphs: GraphTable, id: string, field: SharedField, owner: string): UnplacedContext {
  const thread = isThreaded(model, "softirq", true);
  const object: Value | null = owner === TOP_LEVEL ? null : { kind: "object", id: owner };
  return {
    id: delayTimerId(id),
    kind: "timer",
    graph: graphs.queueing(field, object),
    argument: object,
    cpu: null,
    times: 0,
    timer: { field: delayTimerId(field.id), object: owner === TOP_LEVEL ? null : owner, expires: true },
    level: thread ? "task" : "softirq",
    threadable: true,
    thread,
    irqSafe: true,
    maps: [],
    gate: null,
    after: null,
    workqueue: null,
    span: spanOf(model.sources, field.node),
  };
}

/** `container_of` gives what the timer is in: the callback has to expect that. */
function takesOwner(model: Elaboration, field: SharedField, timer: TimerSetup): boolean {
  if (timer.callback === null) return true;
  const [parameter] = timer.callback.node.parameters;
  if (parameter === undefined) return true;
  const { checker } = model.sources;
  const expected = checker.getTypeAtLocation(parameter);
  if (field.class !== null && expected.getSymbol()?.valueDeclaration === field.class.node) return true;
  reject(constantLowering(model), "callback-owner", timer.callbackNode, {
    callback: timer.callback.name,
    expected: `'${checker.typeToString(expected)}'`,
    actual: field.class === null ? "in no object" : `in class '${field.class.name}'`,
  });
  return false;
}

function freeingGraph(model: Elaboration, field: SharedField, object: Expression, node: ts.Node): FlowGraph {
  const id = freshId(model, `graph kfree_rcu ${field.name}`).slice("graph ".length);
  const place = { span: spanOf(model.sources, node), stack: [{ function: "kfree_rcu", call: null }] };
  const objects = field.class?.instances.map((instance) => instance.id) ?? [];
  return {
    id,
    function: "kfree_rcu",
    locals: [],
    entry: "n1",
    nodes: [
      { id: "n1", operation: { kind: "free", object, objects, nullable: false, next: "n2" }, ...place },
      { id: "n2", operation: { kind: "end", restart: false }, ...place },
    ],
  };
}

function wakingGraph(model: Elaboration, wakes: HandlerThread | null, node: ts.Node): FlowGraph {
  const name = "irq_default_primary_handler";
  const id = freshId(model, `graph ${name}`).slice("graph ".length);
  const place = { span: spanOf(model.sources, node), stack: [{ function: name, call: null }] };
  const steps: readonly Make[] = [...(wakes === null ? [] : wakingSteps(wakes)), () => ({ kind: "end", restart: false })];
  const nodes = steps.map((step, index) => ({ id: `n${index + 1}`, operation: step(`n${index + 2}`), ...place }));
  return { id, function: name, locals: [], entry: "n1", nodes };
}

function queueingGraph(model: Elaboration, field: SharedField, object: Expression | null): FlowGraph {
  const id = freshId(model, `graph delayed_work_timer_fn ${field.name}`).slice("graph ".length);
  const place = { span: spanOf(model.sources, field.node), stack: [{ function: "delayed_work_timer_fn", call: null }] };
  const item = { field: field.id, object, nullable: false };
  return {
    id,
    function: "delayed_work_timer_fn",
    locals: [],
    entry: "n1",
    nodes: [
      { id: "n1", operation: { kind: "item-queue", item, workqueue: null, delays: null, result: null, next: "n2" }, ...place },
      { id: "n2", operation: { kind: "end", restart: false }, ...place },
    ],
  };
}

/** Flow graphs by what they are made of. */
class GraphTable {
  readonly #model: Elaboration;
  readonly #graphs = new Map<string, FlowGraph>();
  readonly #bodies = new Map<ts.Node, number>();
  readonly #unshared = new Set<string>();

  constructor(model: Elaboration) {
    this.#model = model;
  }

  /**
   * The graph of a body. With `shared` the argument stays open, so that contexts with other arguments run the same graph; where the
   * body needs to know it at compile time, each context gets a graph of its own.
   */
  of(start: string, argument: Value | null, shared: boolean, body: Omit<Body, "argument">): string {
    const { node } = body.callable;
    const number = this.#bodies.get(node) ?? this.#bodies.size;
    this.#bodies.set(node, number);
    const key = `${start} ${number} ${body.argumentCount}`;
    const common = shared ? this.#shared(key, body) : null;
    if (common !== null) return common.id;
    const own = `${key} ${JSON.stringify(argument)}`;
    const known = this.#graphs.get(own);
    const graph = known ?? lowerGraph(this.#model, { ...body, argument: argument === null ? null : { kind: "value", value: argument } });
    this.#graphs.set(own, graph);
    return graph.id;
  }

  /** The handler of an interrupt that has none of its own (irq_default_primary_handler). */
  waking(wakes: HandlerThread | null, node: ts.Node): string {
    const key = `wake ${wakes?.thread.id ?? ""}`;
    const graph = wakingGraph(this.#model, wakes, node);
    this.#graphs.set(key, graph);
    return graph.id;
  }

  /** The callback of kfree_rcu: it frees the object that has the head. */
  freeing(field: SharedField, argument: Value | null, shared: boolean, node: ts.Node): string {
    const key = `free ${field.id}`;
    const known = this.#graphs.get(key);
    const object: Expression = shared || argument === null ? { kind: "argument" } : { kind: "value", value: argument };
    const graph = known ?? freeingGraph(this.#model, field, object, node);
    this.#graphs.set(key, graph);
    return graph.id;
  }

  /** The function of the timer of a delayed work item. */
  queueing(field: SharedField, argument: Value | null): string {
    const key = `queue ${field.id}`;
    const known = this.#graphs.get(key);
    const single = argument === null || field.initial.size === 1;
    const object: Expression | null = !single ? { kind: "argument" } : argument === null ? null : { kind: "value", value: argument };
    const graph = known ?? queueingGraph(this.#model, field, object);
    this.#graphs.set(key, graph);
    return graph.id;
  }

  /** What the task does in user space. */
  taskWork(task: string, field: SharedField): string {
    const key = `task work ${field.id}`;
    const known = this.#graphs.get(key);
    if (!ts.isCallExpression(field.node)) throw new Error("task work that no call adds");
    const graph = known ?? taskWorkGraph(this.#model, task, field.node);
    this.#graphs.set(key, graph);
    return graph.id;
  }

  #shared(key: string, body: Omit<Body, "argument">): FlowGraph | null {
    const known = this.#graphs.get(key);
    if (known !== undefined || this.#unshared.has(key)) return known ?? null;
    const log = new DiagnosticLog();
    const graph = lowerGraph({ ...this.#model, log }, { ...body, argument: { kind: "argument" } });
    if (log.failed) this.#unshared.add(key);
    else this.#graphs.set(key, graph);
    return log.failed ? null : graph;
  }

  all(): readonly FlowGraph[] {
    return [...this.#graphs.values()];
  }
}
