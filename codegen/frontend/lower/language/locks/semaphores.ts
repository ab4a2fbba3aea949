// struct semaphore: permits that anybody takes and anybody gives back. Lockdep does not see it.

import type { ts } from "ts-morph";
import type { Place } from "../../../../ir/expression.js";
import { emit, type Lowering } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import { fetchedPlace } from "../../operands.js";
import type { LanguageFunctions } from "../function.js";
import { placeArgument } from "../places.js";
import { attempting } from "./acquire.js";
import { EINTR, ETIME, type Failing, failing } from "./failing.js";

export const semaphores: LanguageFunctions = [
  ["down", { steps: true, lower: down }],
  ["down_interruptible", failing(EINTR, trying)],
  ["down_killable", failing(EINTR, trying)],
  ["down_timeout", failing(ETIME, trying)],
  [
    "down_trylock",
    // True, 1 in the kernel, when there was no permit: the other way round than the trylock of a lock.
    attempting((lowering, call, result, failed, taken) => {
      const semaphore = semaphoreArgument(lowering, call);
      if (semaphore !== null) emit(lowering, call, () => ({ kind: "try-down", semaphore, result, taken, failed }));
    }),
  ],
  ["up", { steps: true, lower: up }],
];

function down(lowering: Lowering, call: ts.CallExpression): Meaning {
  const semaphore = semaphoreArgument(lowering, call);
  if (semaphore === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "down", semaphore, next }));
  return VOID;
}

/** kernel/locking/semaphore.c: a permit is taken whatever signals are pending, and however short the time is. */
function trying(lowering: Lowering, call: ts.CallExpression): Failing | null {
  const semaphore = semaphoreArgument(lowering, call);
  if (semaphore === null) return null;
  return {
    look: (busy, _free, got) => {
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      emit(lowering, call, () => ({ kind: "try-down", semaphore, result: null, taken: got, failed: busy }));
    },
    wait: () => emit(lowering, call, (next) => ({ kind: "down", semaphore, next })),
  };
}

function up(lowering: Lowering, call: ts.CallExpression): Meaning {
  const semaphore = semaphoreArgument(lowering, call);
  if (semaphore === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "up", semaphore, next }));
  return VOID;
}

function semaphoreArgument(lowering: Lowering, call: ts.CallExpression): Place | null {
  const argument = placeArgument(lowering, call, 0, "semaphore");
  return argument === null ? null : fetchedPlace(lowering, argument.node, argument.place);
}
