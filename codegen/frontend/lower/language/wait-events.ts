// wait_event and its forms (include/linux/wait.h, ___wait_event):
//   might-sleep; done if the condition holds; else { prepare; leave if the condition holds; schedule } again and again; finish
// A signal is a choice made before, and ends the wait after its first test. Time may be up as soon as one sleeps, after a last test.

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import { emit, type Lowering, localFor, localValue, reject, stepBuilder } from "../../lowering.js";
import { type Callable, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import type { GraphBuilder, Label } from "../graph-builder.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";
import { finishWait, lookAtQueue, noteWait, prepareToWait, schedule } from "./waiting.js";

interface Form {
  /** A signal ends the wait; `lethal`: only one that kills, so wake_up_interruptible does not. */
  readonly signals: "none" | "all" | "lethal";
  readonly timesOut: boolean;
  /** A wake-up wakes only so many of those. */
  readonly exclusive?: true;
}

export const waitEventFunctions: LanguageFunctions = [
  ["wait_event", waiting({ signals: "none", timesOut: false })],
  ["wait_event_interruptible", waiting({ signals: "all", timesOut: false })],
  ["wait_event_killable", waiting({ signals: "lethal", timesOut: false })],
  ["wait_event_interruptible_exclusive", waiting({ signals: "all", timesOut: false, exclusive: true })],
  ["wait_event_killable_exclusive", waiting({ signals: "lethal", timesOut: false, exclusive: true })],
  ["wait_event_timeout", waiting({ signals: "none", timesOut: true })],
  ["wait_event_interruptible_timeout", waiting({ signals: "all", timesOut: true })],
  ["wait_event_killable_timeout", waiting({ signals: "lethal", timesOut: true })],
];

/** -ERESTARTSYS */
const INTERRUPTED = -512;

function waiting(form: Form): LanguageFunction {
  return { steps: true, lower: (lowering, call) => waitEvent(lowering, call, form) };
}

interface Wait {
  readonly lowering: Lowering;
  readonly call: ts.CallExpression;
  readonly builder: GraphBuilder;
  readonly queue: Place;
  readonly exclusive: boolean;
  /** Tests the condition. */
  readonly test: (holds: Label, fails: Label) => void;
  /** Says what the wait gives. */
  readonly give: (value: number) => void;
}

function waitEvent(lowering: Lowering, call: ts.CallExpression, form: Form): Meaning {
  const builder = stepBuilder(lowering, call);
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  const condition = conditionArgument(lowering, call);
  if (builder === null || argument === null || condition === null) return INVALID;
  noteWait(lowering, argument, form.signals === "all" ? "interruptible" : "uninterruptible");
  const gives = form.signals !== "none" || form.timesOut;
  const result = !gives || lowering.valueUnused ? null : localFor(lowering, call, "result");
  const wait: Wait = {
    lowering,
    call,
    builder,
    queue: fetchedPlace(lowering, argument.node, argument.place),
    exclusive: form.exclusive === true,
    test: (holds, fails) => lowering.model.visitors.arrowCondition(lowering, condition.callable, condition.node, holds, fails),
    give: (value) => {
      if (result !== null) store(lowering, call, result, value);
    },
  };
  emitWait(wait, form);
  return result === null ? VOID : valueOf(localValue(result));
}

function emitWait(wait: Wait, form: Form): void {
  const { lowering, call, builder, queue, test, give } = wait;
  const [begin, leave, done, end] = [builder.label(), builder.label(), builder.label(), builder.label()];
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  test(done, begin);
  builder.place(begin);
  if (form.signals !== "none") emitSignal(wait, leave, end);
  if (form.timesOut) emitTimeout(wait, leave, end);
  else emitLoop(wait, leave);
  builder.place(leave);
  finishWait(lowering, call, queue);
  builder.place(done);
  give(form.timesOut ? 1 : 0);
  builder.place(end);
}

function emitLoop({ lowering, call, builder, queue, exclusive, test }: Wait, leave: Label): void {
  const [again, sleep] = [builder.label(), builder.label()];
  builder.place(again);
  prepareToWait(lowering, call, queue, exclusive);
  test(leave, sleep);
  builder.place(sleep);
  schedule(lowering, call);
  builder.jump(again);
}

/** Whether a signal comes is a choice; goes on where none does. */
function emitSignal({ lowering, call, builder, queue, exclusive, test, give }: Wait, leave: Label, end: Label): void {
  const signal = localFor(lowering, call, "signal", { kind: "value" }, "signal");
  const [comes, stays, interrupted] = [builder.label(), builder.label(), builder.label()];
  const options = [false, true].map((value) => ({ kind: "value", value: { kind: "bool", value } }) as const);
  emit(lowering, call, (next) => ({ kind: "choose", target: { kind: "local", local: signal }, options, next }));
  emit(lowering, call, () => ({ kind: "branch", condition: localValue(signal), whenTrue: comes, whenFalse: stays }));
  builder.place(comes);
  if (exclusive) lookAtQueue(lowering, call, queue);
  else prepareToWait(lowering, call, queue, false);
  test(leave, interrupted);
  builder.place(interrupted);
  give(INTERRUPTED);
  if (!exclusive) finishWait(lowering, call, queue);
  builder.jump(end);
  builder.place(stays);
}

/** Whoever is woken before the time is up looks again, and so does he whose time is up: it may be at any moment. */
function emitTimeout({ lowering, call, builder, queue, exclusive, test, give }: Wait, leave: Label, end: Label): void {
  const [sleep, expired] = [builder.label(), builder.label()];
  prepareToWait(lowering, call, queue, exclusive);
  test(leave, sleep);
  builder.place(sleep);
  test(leave, expired);
  builder.place(expired);
  give(0);
  finishWait(lowering, call, queue);
  builder.jump(end);
}

function store(lowering: Lowering, call: ts.CallExpression, local: string, value: number): void {
  const assignments = [{ target: { kind: "local", local }, value: { kind: "value", value: { kind: "int", value } } } as const];
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments, next }));
}

function conditionArgument(
  lowering: Lowering,
  call: ts.CallExpression,
): { readonly callable: Callable; readonly node: ts.Expression } | null {
  const node = call.arguments[1];
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "callable") return { callable: meaning.callable, node };
  if (meaning.kind !== "invalid") reject(lowering, "unknown-function-value", node, {});
  return null;
}
