// Work items:
//   queue_work(wq, w)      →   item-queue
//   flush_work(w)          →   might-sleep · flush-begin · (when it is queued or runs) flush-wait
//   cancel_work_sync(w)    →   the same, taking it off its queue first

import type { ts } from "ts-morph";
import type { FlushTarget } from "../../../ir/graph.js";
import type { Workqueue } from "../../../ir/program.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { describe, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { type PlaceArgument, placeArgument } from "./places.js";

/** The workqueue of `schedule_work`, and of items that no code queues. */
export const SYSTEM_WQ: Workqueue = { id: "system_wq", name: "events", ordered: false };
export const SYSTEM_UNBOUND_WQ: Workqueue = { id: "system_unbound_wq", name: "events_unbound", ordered: false };

export const workFunctions: LanguageFunctions = [
  ["queue_work", { steps: true, lower: queueWork }],
  ["schedule_work", { steps: true, lower: (lowering, call) => queue(lowering, call, SYSTEM_WQ, workArgument(lowering, call, 0)) }],
  ["flush_work", flushing((argument) => ({ kind: "item", item: argument.place }))],
  ["flush_workqueue", { steps: true, lower: flushWorkqueue }],
  ["cancel_work", { steps: true, lower: cancelWork }],
  ["cancel_work_sync", flushing((argument) => ({ kind: "cancel", item: argument.place, timer: null }))],
  ["work_pending", { steps: false, lower: isPending }],
];

function workArgument(lowering: Lowering, call: ts.CallExpression, index: number): PlaceArgument | null {
  return placeArgument(lowering, call, index, "work");
}

function queueWork(lowering: Lowering, call: ts.CallExpression): Meaning {
  const workqueue = workqueueArgument(lowering, call);
  return workqueue === null ? INVALID : queue(lowering, call, workqueue, workArgument(lowering, call, 1));
}

function queue(lowering: Lowering, call: ts.CallExpression, workqueue: Workqueue, argument: PlaceArgument | null): Meaning {
  if (argument === null) return INVALID;
  lowering.model.workqueues.set(workqueue.id, workqueue);
  const result = lowering.valueUnused ? null : localFor(lowering, call, "queued");
  emit(lowering, call, (next) => ({ kind: "item-queue", item: argument.place, workqueue: workqueue.id, delays: null, result, next }));
  return result === null ? VOID : valueOf(localValue(result));
}

function cancelWork(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = workArgument(lowering, call, 0);
  if (argument === null) return INVALID;
  const result = lowering.valueUnused ? null : localFor(lowering, call, "cancelled");
  emit(lowering, call, (next) => ({ kind: "item-dequeue", item: argument.place, timer: null, result, next }));
  return result === null ? VOID : valueOf(localValue(result));
}

function flushing(target: (argument: PlaceArgument) => FlushTarget): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = workArgument(lowering, call, 0);
      if (argument === null) return INVALID;
      const fixed = { ...argument, place: fetchedPlace(lowering, argument.node, argument.place) };
      const result = lowering.valueUnused ? null : localFor(lowering, call, "result");
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      flush(lowering, call, target(fixed), result);
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

function flushWorkqueue(lowering: Lowering, call: ts.CallExpression): Meaning {
  const workqueue = workqueueArgument(lowering, call);
  if (workqueue === null) return INVALID;
  lowering.model.workqueues.set(workqueue.id, workqueue);
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  flush(lowering, call, { kind: "workqueue", workqueue: workqueue.id }, null);
  return VOID;
}

/** Waits for `what`, if there is anything to wait for. */
export function flush(lowering: Lowering, call: ts.CallExpression, what: FlushTarget, result: string | null): void {
  const { builder } = lowering;
  if (builder === null) return;
  const [busy, end] = [builder.label(), builder.label()];
  emit(lowering, call, () => ({ kind: "flush-begin", what, result, busy, idle: end }));
  builder.place(busy);
  emit(lowering, call, (next) => ({ kind: "flush-wait", what, next }));
  builder.place(end);
}

function isPending(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = workArgument(lowering, call, 0);
  return argument === null ? INVALID : valueOf({ kind: "timer-queued", timer: argument.place });
}

/** The first argument, a workqueue. */
export function workqueueArgument(lowering: Lowering, call: ts.CallExpression): Workqueue | null {
  const [node] = call.arguments;
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "workqueue") return meaning.workqueue;
  if (meaning.kind === "language" && meaning.name === "system_wq") return SYSTEM_WQ;
  if (meaning.kind === "language" && meaning.name === "system_unbound_wq") return SYSTEM_UNBOUND_WQ;
  if (meaning.kind === "invalid") return null;
  const hint = "pass 'system_wq' or a const that 'alloc_workqueue' made";
  reject(lowering, "wrong-argument", node, { what: `'${shortText(node)}', ${describe(meaning)},`, expected: "a workqueue", hint });
  return null;
}
