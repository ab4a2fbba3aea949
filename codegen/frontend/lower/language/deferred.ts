// Timers, tasklets, irq_work:
//   mod_timer(t)           →   item-queue, whose result says whether it was not queued
//   timer_delete_sync(t)   →   timer-cancel
//   tasklet_kill(t)        →   might-sleep · flush again and again, until there is nothing to wait for

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import type { SharedType } from "../../elaborate/world.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";
import { mayTakeRtLock } from "./rt-sleep.js";

type Kind = Extract<SharedType["kind"], "timer-list" | "tasklet" | "irq-work">;

export const deferredFunctions: LanguageFunctions = [
  ["mod_timer", queueing("timer-list", "was")],
  ["add_timer", queueing("timer-list", "none")],
  ["timer_delete", dequeueing("timer-list")],
  ["timer_delete_sync", { steps: true, lower: deleteSync }],
  ["timer_pending", { steps: false, lower: isPending }],
  ["tasklet_schedule", queueing("tasklet", "none")],
  ["tasklet_kill", settling("tasklet")],
  ["irq_work_queue", queueing("irq-work", "is new")],
  ["irq_work_sync", settling("irq-work")],
];

/** `gives`: whether it was queued before, whether it was not, or nothing. */
function queueing(kind: Kind, gives: "was" | "is new" | "none"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, kind);
      if (argument === null) return INVALID;
      const result = gives === "none" || lowering.valueUnused ? null : localFor(lowering, call, "queued");
      emit(lowering, call, (next) => ({ kind: "item-queue", item: argument.place, workqueue: null, delays: null, result, next }));
      if (result === null) return VOID;
      const isNew = localValue(result);
      return valueOf(gives === "was" ? { kind: "unary", operator: "not", operand: isNew } : isNew);
    },
  };
}

function dequeueing(kind: Kind): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, kind);
      if (argument === null) return INVALID;
      const result = lowering.valueUnused ? null : localFor(lowering, call, "deleted");
      emit(lowering, call, (next) => ({ kind: "item-dequeue", item: argument.place, timer: null, result, next }));
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

/** The result of timer-cancel is a number. */
function deleteSync(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "timer-list");
  if (argument === null) return INVALID;
  const timer = fetchedPlace(lowering, argument.node, argument.place);
  const result = lowering.valueUnused ? null : localFor(lowering, call, "deleted");
  // kernel/time/timer.c, __timer_delete_sync: it must be able to sleep, whether the function runs or not.
  mayTakeRtLock(lowering, call, { kind: "value", value: { kind: "bool", value: true } });
  emit(lowering, call, (next) => ({ kind: "timer-cancel", timer, result, asserts: ["WARN_ON(in_hardirq())"], next }));
  if (result === null) return VOID;
  const one = { kind: "value", value: { kind: "int", value: 1 } } as const;
  return valueOf({ kind: "binary", operator: "equal", left: localValue(result), right: one });
}

/** What is queued again while one waits is waited for, too. */
function settling(kind: Kind): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, kind);
      if (argument === null) return INVALID;
      const item = fetchedPlace(lowering, argument.node, argument.place);
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      settle(lowering, call, item);
      return VOID;
    },
  };
}

/** Waits until the item is neither queued nor runs. */
export function settle(lowering: Lowering, call: ts.CallExpression, item: Place): void {
  const { builder } = lowering;
  if (builder === null) return;
  const what = { kind: "item", item } as const;
  const [again, busy, end] = [builder.label(), builder.label(), builder.label()];
  builder.place(again);
  emit(lowering, call, () => ({ kind: "flush-begin", what, result: null, busy, idle: end }));
  builder.place(busy);
  emit(lowering, call, (next) => ({ kind: "flush-wait", what, next }));
  builder.jump(again);
  builder.place(end);
}

function isPending(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "timer-list");
  return argument === null ? INVALID : valueOf({ kind: "timer-queued", timer: argument.place });
}
