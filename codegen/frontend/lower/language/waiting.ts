// Wait queues: sequences of steps of docs/semantics.md, section 5.

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import { emit, type Lowering, localFor, reject, stepBuilder } from "../../lowering.js";
import { type Callable, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunctions } from "./function.js";
import { lockIrqsave, unlockIrqrestore } from "./locks/index.js";
import { lockOfQueue, placeArgument } from "./places.js";

export const waitFunctions: LanguageFunctions = [
  ["wait_event", { steps: true, lower: waitEvent }],
  ["prepare_to_wait", { steps: true, lower: (lowering, call) => withQueue(lowering, call, prepareToWait) }],
  ["finish_wait", { steps: true, lower: (lowering, call) => withQueue(lowering, call, finishWait) }],
  ["wake_up", { steps: true, lower: (lowering, call) => withQueue(lowering, call, wakeUp) }],
  ["wake_up_locked", { steps: true, lower: (lowering, call) => withQueue(lowering, call, wake) }],
  ["schedule", { steps: true, lower: schedule }],
  ["waitqueue_active", { steps: false, lower: queueActive }],
  ["cpu_relax", { steps: false, lower: () => VOID }],
];

function withQueue(
  lowering: Lowering,
  call: ts.CallExpression,
  lower: (lowering: Lowering, call: ts.CallExpression, queue: Place) => void,
): Meaning {
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  if (argument === null) return INVALID;
  lower(lowering, call, fetchedPlace(lowering, argument.node, argument.place));
  return VOID;
}

/** Does `inside` with the queue's lock held. */
function locked(lowering: Lowering, call: ts.CallExpression, queue: Place, role: string, inside: () => void): void {
  const flags = localFor(lowering, call, "flags", { kind: "flags" }, role);
  lockIrqsave(lowering, call, lockOfQueue(queue), flags, "spin_lock_irqsave");
  inside();
  unlockIrqrestore(lowering, call, lockOfQueue(queue), flags, "spin_unlock_irqrestore");
}

function prepareToWait(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  locked(lowering, call, queue, "prepare", () => emit(lowering, call, (next) => ({ kind: "wait-prepare", queue, next })));
}

function finishWait(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  const { builder } = lowering;
  if (builder === null) return;
  const [queued, end] = [builder.label(), builder.label()];
  emit(lowering, call, () => ({ kind: "wait-run", queue, queued, unqueued: end }));
  builder.place(queued);
  locked(lowering, call, queue, "finish", () => emit(lowering, call, (next) => ({ kind: "wait-finish", queue, next })));
  builder.place(end);
}

function wakeUp(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  locked(lowering, call, queue, "wake", () => wake(lowering, call, queue));
}

function wake(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  emit(lowering, call, (next) => ({ kind: "wake", queue, next }));
}

function schedule(lowering: Lowering, call: ts.CallExpression): Meaning {
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  emit(lowering, call, (next) => ({ kind: "schedule", next }));
  return VOID;
}

/** might-sleep; done if the condition holds; else { prepare; leave if the condition holds; schedule } again and again; finish. */
function waitEvent(lowering: Lowering, call: ts.CallExpression): Meaning {
  const builder = stepBuilder(lowering, call);
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  const condition = conditionArgument(lowering, call);
  if (builder === null || argument === null || condition === null) return INVALID;
  const queue = fetchedPlace(lowering, argument.node, argument.place);
  const [again, sleep, leave, end] = [builder.label(), builder.label(), builder.label(), builder.label()];
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  lowering.model.visitors.arrowCondition(lowering, condition.callable, condition.node, end, again);
  builder.place(again);
  prepareToWait(lowering, call, queue);
  lowering.model.visitors.arrowCondition(lowering, condition.callable, condition.node, leave, sleep);
  builder.place(sleep);
  schedule(lowering, call);
  builder.jump(again);
  builder.place(leave);
  finishWait(lowering, call, queue);
  builder.place(end);
  return VOID;
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

function queueActive(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  return argument === null ? INVALID : valueOf({ kind: "queue-active", queue: argument.place });
}
