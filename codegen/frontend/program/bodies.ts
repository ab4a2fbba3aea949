// The flow graph of a context's body.

import type { Expression } from "../../ir/expression.js";
import type { FlowGraph } from "../../ir/graph.js";
import type { Frame, Span } from "../../ir/source.js";
import { ts } from "../../typescript.cjs";
import type { HandlerThread } from "../elaborate/declarations.js";
import { type Elaboration, freshId } from "../elaborate/elaboration.js";
import type { SharedField } from "../elaborate/world.js";
import { spanOf, symbolOf, textSpan } from "../load/sources.js";
import { enter } from "../lower/calls/expand.js";
import { dropping, lowerBody } from "../lower/calls/returns.js";
import { calleeOf } from "../lower/expressions/has-steps.js";
import { GraphBuilder, type Label } from "../lower/graph-builder.js";
import { bottomHalvesOff, bottomHalvesOn, countOffUnasked, countOnUnasked, type Make } from "../lower/language/interrupts.js";
import { stopped } from "../lower/language/kthreads.js";
import { runWorks } from "../lower/language/task-works.js";
import { Locals } from "../lower/locals.js";
import { constantLowering, framesOf, type Lowering, OUTSIDE, type ReturnSink } from "../lowering.js";
import { type Callable, valueOf } from "../meaning.js";
import { Scope } from "../scope.js";
import { inParentheses } from "../syntax.js";
import { localsIn } from "./references.js";

/** What a context runs. */
export interface Body {
  readonly callable: Callable;
  /** What the first parameter means; null when the body takes none. */
  readonly argument: Expression | null;
  /** The argument is an index below this. */
  readonly argumentCount: number;
  /** Name for code outside of functions. */
  readonly context: string;
  /** The body returns whether its timer is queued again. */
  readonly restarts: boolean;
  /** It runs with bottom halves disabled: an interrupt handler in a thread of its own, ksoftirqd. */
  readonly softirqOff: boolean;
  /** A kthread does not begin when this field says that it should stop (kernel/kthread.c, kthread). */
  readonly stop: string | null;
  /** Name of the task, if it goes to user space. */
  readonly task: string | null;
  /** What the handler wakes when it returns IRQ_WAKE_THREAD. */
  readonly wakes: HandlerThread | null;
  /** Done before the return: the thread of a handler lets the interrupt come again. */
  readonly unmasks: SharedField | null;
}

/** Lowers a body with everything it calls. */
export function lowerGraph(model: Elaboration, body: Body): FlowGraph {
  return lowered(model, (builder, locals) => lowerInto(model, body, builder, locals));
}

/** Where the code ends, for a graph that is empty because of mistakes. */
interface End {
  readonly span: Span;
  readonly frames: readonly Frame[];
}

/** What may be NULL is known when all is lowered: a loop leads back to code that was lowered before. Then that is done again. */
function lowered(model: Elaboration, lower: (builder: GraphBuilder, locals: Locals) => End): FlowGraph {
  const { expansions } = model.budget;
  for (let locals = new Locals(); ; locals = new Locals(locals.distrusted)) {
    model.budget.expansions = expansions;
    const builder = new GraphBuilder();
    const { span, frames } = lower(builder, locals);
    if (!locals.trustedInVain) return finish(model, builder, locals, span, frames);
  }
}

function lowerInto(model: Elaboration, body: Body, builder: GraphBuilder, locals: Locals): End {
  const restart = builder.label();
  const stop = builder.label();
  const returns: ReturnSink = body.restarts || body.wakes !== null ? restarting(restart, stop) : dropping(builder, stop);
  const base: Lowering = {
    ...constantLowering(model),
    mode: "graph",
    builder,
    locals,
    argumentCount: body.argumentCount,
    stop: body.stop,
    task: body.task,
  };
  const { inside, callable } = enterBody(base, body, returns);
  const frames = inside === null ? [{ function: body.context, call: null }] : framesOf(inside);
  const around = (steps: readonly Make[], span: Span): void => {
    if (body.softirqOff) for (const step of steps) if (builder.reachable) builder.emit(span, frames, step);
  };
  around(bottomHalvesOff(base, countOffUnasked), startOf(model, callable));
  if (body.stop !== null) begin(builder, startOf(model, callable), frames, stopped(body.stop), stop);
  if (inside !== null) lowerBody(inside, callable, stop);
  const span = endOf(model, callable);
  for (const [label, again] of [[restart, true] as const, [stop, false] as const]) {
    builder.place(label);
    const wakes = again && body.wakes !== null ? wakingSteps(body.wakes) : [];
    const unmasks = body.unmasks === null ? [] : [addingTo(body.unmasks, "subtract")];
    for (const step of [...wakes, ...unmasks]) if (builder.reachable) builder.emit(span, frames, step);
    // What the body leaves behind is found at the end.
    around(bottomHalvesOn(base, countOnUnasked), span);
    if (builder.reachable) builder.emit(span, frames, () => ({ kind: "end", restart: again && body.restarts }));
  }
  return { span, frames };
}

/** What a task does in user space when it has task work: task_work_run. */
export function taskWorkGraph(model: Elaboration, task: string, call: ts.CallExpression): FlowGraph {
  const frame = { function: "task_work_run", call: null };
  const span = spanOf(model.sources, call);
  return lowered(model, (builder, locals) => {
    runWorks({ ...constantLowering(model), mode: "graph", builder, locals, task, contextFrame: frame }, call, task);
    if (builder.reachable) builder.emit(span, [frame], () => ({ kind: "end", restart: false }));
    return { span, frames: [frame] };
  });
}

/** irq_wake_thread: the interrupt of IRQF_ONESHOT stays off until the thread has returned. */
export function wakingSteps({ thread, masks }: HandlerThread): readonly Make[] {
  const item = { field: thread.id, object: null, nullable: false };
  const queue: Make = (next) => ({ kind: "item-queue", item, workqueue: thread.id, delays: null, result: null, next });
  return [...(masks === null ? [] : [addingTo(masks, "add")]), queue];
}

function addingTo(field: SharedField, operator: "add" | "subtract"): Make {
  const place = { field: field.id, object: null, nullable: false };
  const one = { kind: "value", value: { kind: "int", value: 1 } } as const;
  const value = { kind: "binary", operator, left: { kind: "field", place }, right: one } as const;
  return (next) => ({ kind: "assign", indivisible: true, assignments: [{ target: { kind: "place", place }, value }], next });
}

function begin(builder: GraphBuilder, span: Span, frames: readonly Frame[], condition: Expression, stop: Label): void {
  const on = builder.label();
  builder.emit(span, frames, () => ({ kind: "branch", condition, whenTrue: stop, whenFalse: on }));
  builder.place(on);
}

function finish(model: Elaboration, builder: GraphBuilder, locals: Locals, span: Span, frames: readonly Frame[]): FlowGraph {
  const name = frames[0]?.function ?? "";
  const { entry, nodes, returns = [] } = model.log.failed ? placeholder(span, frames) : builder.finish();
  const used = localsIn(nodes);
  const id = model.log.failed ? name : freshId(model, `graph ${name}`).slice("graph ".length);
  return { id, function: name, locals: locals.all().filter((local) => used.has(local.id)), entry, nodes, returns };
}

/** Stands for a graph with mistakes; no program comes of it. */
function placeholder(span: Span, frames: readonly Frame[]): Pick<FlowGraph, "entry" | "nodes" | "returns"> {
  return { entry: "n1", nodes: [{ id: "n1", operation: { kind: "end", restart: false }, span, stack: frames }] };
}

/** An arrow that only calls a function stands for that function. */
function enterBody(base: Lowering, body: Body, returns: ReturnSink): { readonly inside: Lowering | null; readonly callable: Callable } {
  const { callable } = body;
  const scope = new Scope(callable.scope);
  bindArgument(base, body, scope);
  const { node } = callable;
  if (ts.isFunctionDeclaration(node)) {
    const activation = {
      ...OUTSIDE,
      frames: [{ function: callable.name, call: null }],
      functions: [node],
      names: [callable.name],
      returns,
    };
    return { inside: { ...base, scope, activation }, callable };
  }
  const arrow = { ...base, scope, activation: { ...OUTSIDE, chain: [node], returns } };
  const call = ts.isBlock(node.body) ? null : inParentheses(node.body);
  const callee = call !== null && ts.isCallExpression(call) ? calleeOf(arrow, call.expression) : null;
  if (call !== null && ts.isCallExpression(call) && callee !== null && ts.isFunctionDeclaration(callee.node)) {
    return { inside: enter(arrow, callee, call, returns), callable: callee };
  }
  const name = callable.name === "anonymous" ? body.context : callable.name;
  return { inside: { ...arrow, contextFrame: { function: name, call: null } }, callable };
}

function bindArgument(lowering: Lowering, body: Body, scope: Scope): void {
  const [parameter] = body.callable.node.parameters;
  const symbol = parameter === undefined ? null : symbolOf(lowering.model.sources, parameter.name);
  if (symbol !== null && body.argument !== null) scope.bind(symbol, { kind: "meaning", meaning: valueOf(body.argument) });
}

function restarting(restart: string, stop: string): ReturnSink {
  return (lowering, value) => {
    if (value !== null) lowering.model.visitors.condition(lowering, value, restart, stop);
  };
}

/** Where the body begins. */
function startOf(model: Elaboration, callable: Callable): Span {
  const start = callable.node.getStart();
  return textSpan(model.sources.root, callable.node.getSourceFile(), start, callable.node.body?.getStart() ?? start);
}

/** The closing brace. */
function endOf(model: Elaboration, callable: Callable): Span {
  const end = callable.node.getEnd();
  const start = callable.node.body !== undefined && ts.isBlock(callable.node.body) ? end - 1 : callable.node.getStart();
  return textSpan(model.sources.root, callable.node.getSourceFile(), start, end);
}
