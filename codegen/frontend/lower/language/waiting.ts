// Wait queues: sequences of steps of docs/semantics.md, section 5.

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import { boundedArgument } from "../../elaborate/arguments.js";
import type { QueueUse } from "../../elaborate/elaboration.js";
import { LIMITS } from "../../limits.js";
import { emit, type Lowering, localFor, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { lockIrqsave, unlockIrqrestore } from "./locks/index.js";
import { lockOfQueue, type PlaceArgument, placeArgument } from "./places.js";

const ONE: HowMany = () => 1;
const ALL: HowMany = () => 0;

export const waitFunctions: LanguageFunctions = [
  ["prepare_to_wait", { steps: true, lower: (lowering, call) => lowerPrepare(lowering, call, false) }],
  ["prepare_to_wait_exclusive", { steps: true, lower: (lowering, call) => lowerPrepare(lowering, call, true) }],
  ["finish_wait", { steps: true, lower: (lowering, call) => withQueue(lowering, call, finishWait) }],
  ["wake_up", waking(ONE, "any")],
  ["wake_up_nr", waking(howMany, "any")],
  ["wake_up_all", waking(ALL, "any")],
  ["wake_up_interruptible", waking(ONE, "interruptible")],
  ["wake_up_interruptible_nr", waking(howMany, "interruptible")],
  ["wake_up_interruptible_all", waking(ALL, "interruptible")],
  ["wake_up_locked", { steps: true, lower: (lowering, call) => withQueue(lowering, call, (...at) => wake(...at, 1)) }],
  ["wake_up_all_locked", { steps: true, lower: (lowering, call) => withQueue(lowering, call, (...at) => wake(...at, 0)) }],
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
function lowerPrepare(lowering: Lowering, call: ts.CallExpression, exclusive: boolean): Meaning {
  const [, stateNode] = call.arguments;
  const state = stateNode === undefined ? "TASK_UNINTERRUPTIBLE" : sleepingState(lowering, stateNode);
  const argument = placeArgument(lowering, call, 0, "wait-queue");
  if (argument === null || state === null) return INVALID;
  noteWait(lowering, argument, state === "TASK_INTERRUPTIBLE" ? "interruptible" : "uninterruptible");
  if (state === "TASK_UNINTERRUPTIBLE") noteSoundSleep(lowering, call);
  prepareToWait(lowering, call, fetchedPlace(lowering, argument.node, argument.place), exclusive);
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

/** How many exclusive waiters a call wakes, 0 for all; null: it does not say so (reported). */
type HowMany = (lowering: Lowering, call: ts.CallExpression) => number | null;

function howMany(lowering: Lowering, call: ts.CallExpression): number | null {
  const node = call.arguments[1];
  return node === undefined ? null : boundedArgument(lowering, node, "How many exclusive waiters are woken", 1, LIMITS.cpus);
}

/** wake_up_interruptible leaves others asleep: where somebody sleeps uninterruptibly on the queue it is not in the language. */
function waking(most: HowMany, whom: "any" | "interruptible"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "wait-queue");
      const count = most(lowering, call);
      if (argument === null || count === null) return INVALID;
      if (whom === "interruptible") noteWait(lowering, argument, "woken");
      const queue = fetchedPlace(lowering, argument.node, argument.place);
      locked(lowering, call, queue, "wake", () => wake(lowering, call, queue, count));
      return VOID;
    },
  };
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

export function prepareToWait(lowering: Lowering, call: ts.CallExpression, queue: Place, exclusive: boolean): void {
  locked(lowering, call, queue, "prepare", () => emit(lowering, call, (next) => ({ kind: "wait-prepare", queue, exclusive, next })));
}

/** A signal that is there keeps an exclusive waiter off the queue, so that no wake-up is lost on it (prepare_to_wait_event). */
export function lookAtQueue(lowering: Lowering, call: ts.CallExpression, queue: Place): void {
  locked(lowering, call, queue, "look", () => undefined);
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

function wake(lowering: Lowering, call: ts.CallExpression, queue: Place, most: number): void {
  emit(lowering, call, (next) => ({ kind: "wake", queue, most, next }));
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
