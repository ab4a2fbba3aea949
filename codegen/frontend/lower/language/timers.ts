// High-resolution timers.

import type { ts } from "ts-morph";
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
      if (kind === "timer-cancel" && !isHard(argument.field)) mayTakeRtLock(lowering, call, { kind: "timer-running", timer });
      emit(lowering, call, (next) => ({ kind, timer, result, next }));
      return result === null ? VOID : valueOf(localValue(result));
    },
  };
}

/** Whoever waits for the callback of another takes softirq_expiry_lock on PREEMPT_RT (kernel/time/hrtimer.c, hrtimer_cancel_wait_running). */
function isHard({ initial }: SharedField): boolean {
  return [...initial.values()].every(({ timer }) => timer?.mode === "HRTIMER_MODE_REL_HARD");
}

function ask(lowering: Lowering, call: ts.CallExpression, what: "queued" | "running" | "active"): Meaning {
  const argument = placeArgument(lowering, call, 0, "hrtimer");
  if (argument === null) return INVALID;
  const queued = { kind: "timer-queued", timer: argument.place } as const;
  const running = { kind: "timer-running", timer: argument.place } as const;
  if (what === "active") return valueOf({ kind: "binary", operator: "or", left: queued, right: running, atOnce: true });
  return valueOf(what === "queued" ? queued : running);
}
