// Delayed work items: a timer that queues a work item (include/linux/workqueue.h, struct delayed_work).
//   queue_delayed_work(wq, d)       →   item-queue of the timer, unless the item is queued or the timer's function has it in its hands
//   mod_delayed_work(wq, d)         →   the same, after both are taken out of their queues, in one step
//   cancel_delayed_work_sync(d)     →   might-sleep · flush-begin, which takes both out of their queues · flush-wait

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../ir/expression.js";
import type { Workqueue } from "../../../ir/program.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { delayTimerId } from "../expressions/access.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";
import { flush, SYSTEM_WQ, workqueueArgument } from "./works.js";

export const delayedWorkFunctions: LanguageFunctions = [
  ["queue_delayed_work", { steps: true, lower: (lowering, call) => queue(lowering, call, workqueueArgument(lowering, call), 1) }],
  ["schedule_delayed_work", { steps: true, lower: (lowering, call) => queue(lowering, call, SYSTEM_WQ, 0) }],
  ["mod_delayed_work", { steps: true, lower: (lowering, call) => queue(lowering, call, workqueueArgument(lowering, call), 1, true) }],
  ["cancel_delayed_work", cancelling(false)],
  ["cancel_delayed_work_sync", cancelling(true)],
  ["flush_delayed_work", { steps: true, lower: flushDelayed }],
  ["delayed_work_pending", { steps: false, lower: isPending }],
];

/** The timer of the item. */
function timerOf(item: Place): Place {
  return { ...item, field: delayTimerId(item.field) };
}

function queue(lowering: Lowering, call: ts.CallExpression, workqueue: Workqueue | null, index: number, isAfresh = false): Meaning {
  const argument = placeArgument(lowering, call, index, "delayed-work");
  if (argument === null || workqueue === null) return INVALID;
  lowering.model.workqueues.set(workqueue.id, workqueue);
  const item = fetchedPlace(lowering, argument.node, argument.place);
  const result = lowering.valueUnused ? null : localFor(lowering, call, "queued");
  const afresh = isAfresh ? { afresh: true as const } : {};
  emit(lowering, call, (next) => ({
    kind: "item-queue",
    item: timerOf(item),
    workqueue: workqueue.id,
    delays: item,
    ...afresh,
    result,
    next,
  }));
  return result === null ? VOID : valueOf(localValue(result));
}

/** Item and timer at once. The timer's function has the item in its hands until it has queued it: that is waited for. */
function cancelling(waits: boolean): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "delayed-work");
      if (argument === null) return INVALID;
      const item = fetchedPlace(lowering, argument.node, argument.place);
      const timer = timerOf(item);
      const result = lowering.valueUnused ? null : localFor(lowering, call, "cancelled");
      if (waits) emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      if (waits) flush(lowering, call, { kind: "cancel", item, timer }, result);
      else emit(lowering, call, (next) => ({ kind: "item-dequeue", item, timer, result, next }));
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

function flushDelayed(lowering: Lowering, call: ts.CallExpression): Meaning {
  const { builder } = lowering;
  const argument = placeArgument(lowering, call, 0, "delayed-work");
  if (argument === null || builder === null) return INVALID;
  const item = fetchedPlace(lowering, argument.node, argument.place);
  const delayed = localFor(lowering, call, "delayed", { kind: "value" }, "delayed");
  const result = lowering.valueUnused ? null : localFor(lowering, call, "result");
  const [early, on] = [builder.label(), builder.label()];
  const wasDelayed: Expression = {
    kind: "binary",
    operator: "equal",
    left: localValue(delayed),
    right: { kind: "value", value: { kind: "int", value: 1 } },
  };
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  emit(lowering, call, (next) => ({ kind: "timer-cancel", timer: timerOf(item), result: delayed, next }));
  emit(lowering, call, () => ({ kind: "branch", condition: wasDelayed, implied: true, whenTrue: early, whenFalse: on }));
  builder.place(early);
  emit(lowering, call, (next) => ({ kind: "item-queue", item, workqueue: null, delays: null, result: null, next }));
  builder.place(on);
  flush(lowering, call, { kind: "item", item }, result);
  return result === null ? VOID : valueOf(localValue(result));
}

/** WORK_STRUCT_PENDING: from the start of the timer until the item's function begins, also while the timer's function hands it over. */
function isPending(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "delayed-work");
  if (argument === null) return INVALID;
  const item = argument.place;
  const timer = timerOf(item);
  const either = (left: Expression, right: Expression): Expression => ({ kind: "binary", operator: "or", left, right, atOnce: true });
  const delayed = either({ kind: "timer-queued", timer }, { kind: "timer-running", timer });
  return valueOf(either(delayed, { kind: "timer-queued", timer: item }));
}
