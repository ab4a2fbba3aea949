// High-resolution timers.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../ir/expression.js";
import type { SharedField } from "../../elaborate/world.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";
import { mayTakeRtLock } from "./rt-sleep.js";

export const timerFunctions: LanguageFunctions = [
  ["hrtimer_start", { steps: true, lower: start }],
  ["hrtimer_try_to_cancel", cancelling("timer-try-cancel")],
  ["hrtimer_cancel", cancelling("timer-cancel")],
  ["hrtimer_is_queued", { steps: false, lower: (lowering, call) => ask(lowering, call, "queued") }],
  ["hrtimer_callback_running", { steps: false, lower: (lowering, call) => ask(lowering, call, "running") }],
  ["hrtimer_active", { steps: false, lower: (lowering, call) => ask(lowering, call, "active") }],
];

function start(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "hrtimer");
  if (argument === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "timer-start", timer: argument.place, next }));
  return VOID;
}

function cancelling(kind: "timer-try-cancel" | "timer-cancel"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "hrtimer");
      if (argument === null) return INVALID;
      const timer = kind === "timer-cancel" ? fetchedPlace(lowering, argument.node, argument.place) : argument.place;
      const result = lowering.valueUnused ? null : localFor(lowering, call, "cancelled");
      const waits = kind === "timer-cancel" ? sleepingWait(argument.field, timer) : null;
      if (waits !== null) mayTakeRtLock(lowering, call, waits);
      emit(lowering, call, (next) => ({ kind, timer, result, next }));
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

/**
 * Whether `timer` is one for whose callback the caller would have to wait asleep on PREEMPT_RT; null where it is none. Whoever waits for the
 * callback of another takes softirq_expiry_lock, unless its mode is HARD (kernel/time/hrtimer.c, hrtimer_cancel_wait_running).
 */
function sleepingWait({ initial }: SharedField, timer: Place): Expression | null {
  const running: Expression = { kind: "timer-running", timer };
  const soft = [...initial].filter((entry) => entry[1].timer?.mode !== "HRTIMER_MODE_REL_HARD").map(([owner]) => owner);
  const { object } = timer;
  if (soft.length === initial.size || object === null) return soft.length === 0 ? null : running;
  if (object.kind === "value") return object.value.kind === "object" && !soft.includes(object.value.id) ? null : running;
  const [first, ...others] = soft.map((id) => isObject(object, id));
  if (first === undefined) return null;
  return binary(
    "and",
    running,
    others.reduce((some, other) => binary("or", some, other), first),
  );
}

function isObject(left: Expression, id: string): Expression {
  return binary("equal", left, { kind: "value", value: { kind: "object", id } });
}

function binary(operator: "and" | "or" | "equal", left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function ask(lowering: Lowering, call: ts.CallExpression, what: "queued" | "running" | "active"): Meaning {
  const argument = placeArgument(lowering, call, 0, "hrtimer");
  if (argument === null) return INVALID;
  const queued = { kind: "timer-queued", timer: argument.place } as const;
  const running = { kind: "timer-running", timer: argument.place } as const;
  if (what === "active") return valueOf({ kind: "binary", operator: "or", left: queued, right: running, atOnce: true });
  return valueOf(what === "queued" ? queued : running);
}
