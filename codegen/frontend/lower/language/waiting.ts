// Wait queues: sequences of steps of docs/semantics.md, section 5.

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import type { QueueUse } from "../../elaborate/elaboration.js";
import { emit, type Lowering, localFor, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunctions } from "./function.js";
import { lockIrqsave, unlockIrqrestore } from "./locks/index.js";
import { lockOfQueue, type PlaceArgument, placeArgument } from "./places.js";

export const waitFunctions: LanguageFunctions = [
  ["prepare_to_wait", { steps: true, lower: lowerPrepare }],
  ["finish_wait", { steps: true, lower: (lowering, call) => withQueue(lowering, call, finishWait) }],
  ["wake_up", { steps: true, lower: (lowering, call) => withQueue(lowering, call, wakeUp) }],
  ["wake_up_all", { steps: true, lower: (lowering, call) => withQueue(lowering, call, wakeUp) }],
  ["wake_up_interruptible", { steps: true, lower: wakeInterruptible }],
  ["wake_up_interruptible_all", { steps: true, lower: wakeInterruptible }],
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

/** The second argument says how one sleeps, TASK_UNINTERRUPTIBLE unless it is there. */
function lowerPrepare(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [, stateNode] = call.arguments;
  const state = stateNode === undefined ? "TASK_UNINTERRUPTIBLE" : sleepingState(lowering, stateNode);
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  if (argument === null || state === null) return INVALID;
  noteWait(lowering, argument, state === "TASK_INTERRUPTIBLE" ? "interruptible" : "uninterruptible");
  if (state === "TASK_UNINTERRUPTIBLE") noteSoundSleep(lowering, call);
  prepareToWait(lowering, call, fetchedPlace(lowering, argument.node, argument.place));
  return VOID;
}

function sleepingState(lowering: Lowering, node: ts.Expression): string | null {
  const meaning = lowering.model.visitors.expression(lowering, node);
  const states = ["TASK_INTERRUPTIBLE", "TASK_UNINTERRUPTIBLE"];
  if (meaning.kind === "language" && states.includes(meaning.name)) return meaning.name;
  const hint = `replace '${shortText(node)}'`;
  if (meaning.kind !== "invalid") reject(lowering, "wrong-argument", node, { what: "The task state", expected: states.join(" or "), hint });
  return null;
}

/** wake_up_interruptible leaves others asleep: where somebody sleeps uninterruptibly on the queue it is not in the language. */
function wakeInterruptible(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  if (argument === null) return INVALID;
  noteWait(lowering, argument, "woken");
  wakeUp(lowering, call, fetchedPlace(lowering, argument.node, argument.place));
  return VOID;
}

/** Remembers where the task that runs this sleeps whatever signals come, and does not look again by itself. */
export function noteSoundSleep({ model, task }: Lowering, node: ts.Node): void {
  if (task !== null && !model.soundSleepers.has(task)) model.soundSleepers.set(task, node);
}

/** Remembers how a queue is used, by the kind of what is done first. */
export function noteWait(lowering: Lowering, { field, node }: PlaceArgument, use: QueueUse): void {
  const uses = lowering.model.queueUses.get(field) ?? new Map<QueueUse, ts.Node>();
  lowering.model.queueUses.set(field, uses);
  if (!uses.has(use)) uses.set(use, node);
}

export function prepareToWait(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  locked(lowering, call, queue, "prepare", () => emit(lowering, call, (next) => ({ kind: "wait-prepare", queue, next })));
}

export function finishWait(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
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

export function schedule(lowering: Lowering, call: ts.CallExpression): Meaning {
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  emit(lowering, call, (next) => ({ kind: "schedule", next }));
  return VOID;
}

function queueActive(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  return argument === null ? INVALID : valueOf({ kind: "queue-active", queue: argument.place });
}
