// A kthread_worker and its work items: kernel/kthread.c. One thread runs them one at a time, in order; lockdep knows no maps of them.
//   kthread_queue_work(w, i)   →   item-queue
//   kthread_flush_work(i)      →   flush-begin · (when it is queued or runs) might-sleep · flush-wait

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import type { FlushTarget } from "../../../ir/graph.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";
import { flush, workqueueArgument } from "./works.js";

export const kthreadWorkFunctions: LanguageFunctions = [
  ["kthread_queue_work", { steps: true, lower: queue }],
  ["kthread_flush_work", waiting((item) => ({ kind: "item", item }), "nothing")],
  ["kthread_cancel_work_sync", waiting((item) => ({ kind: "cancel", item, timer: null }), "whether it was queued")],
  ["kthread_flush_worker", { steps: true, lower: flushWorker }],
];

function queue(lowering: Lowering, call: ts.CallExpression): Meaning {
  const worker = workqueueArgument(lowering, call);
  const argument = placeArgument(lowering, call, 1, "kthread-work");
  if (worker === null || argument === null) return INVALID;
  lowering.model.workqueues.set(worker.id, worker);
  const result = lowering.valueUnused ? null : localFor(lowering, call, "queued");
  emit(lowering, call, (next) => ({ kind: "item-queue", item: argument.place, workqueue: worker.id, delays: null, result, next }));
  return result === null ? VOID : valueOf(localValue(result));
}

/** Whoever has nothing to wait for does not ask whether he may sleep. */
function waiting(target: (item: Place) => FlushTarget, gives: "nothing" | "whether it was queued"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const { builder } = lowering;
      const argument = placeArgument(lowering, call, 0, "kthread-work");
      if (argument === null || builder === null) return INVALID;
      const what = target(fetchedPlace(lowering, argument.node, argument.place));
      const result = gives === "nothing" || lowering.valueUnused ? null : localFor(lowering, call, "result");
      const [busy, end] = [builder.label(), builder.label()];
      emit(lowering, call, () => ({ kind: "flush-begin", what, result, busy, idle: end }));
      builder.place(busy);
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      emit(lowering, call, (next) => ({ kind: "flush-wait", what, next }));
      builder.place(end);
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

function flushWorker(lowering: Lowering, call: ts.CallExpression): Meaning {
  const worker = workqueueArgument(lowering, call);
  if (worker === null) return INVALID;
  lowering.model.workqueues.set(worker.id, worker);
  emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
  flush(lowering, call, { kind: "workqueue", workqueue: worker.id }, null);
  return VOID;
}
