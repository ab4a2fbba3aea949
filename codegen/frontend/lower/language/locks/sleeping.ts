// mutex and rw_semaphore: their waiters sleep.

import { emit } from "../../../lowering.js";
import { INVALID, VOID } from "../../../meaning.js";
import type { LanguageFunctions } from "../function.js";
import { functionName, lockArgument, locking, trying, unlocking } from "./acquire.js";
import { SLEEPING } from "./ways.js";

export const sleepingLocks: LanguageFunctions = [
  ["mutex_lock", locking(SLEEPING)],
  ["mutex_lock_nested", locking(SLEEPING)],
  ["mutex_lock_nest_lock", locking(SLEEPING, "exclusive", "nest")],
  ["mutex_unlock", unlocking(SLEEPING)],
  ["mutex_trylock", trying(SLEEPING)],
  ["down_read", locking(SLEEPING, "shared")],
  ["down_read_nested", locking(SLEEPING, "shared")],
  ["down_read_trylock", trying(SLEEPING, "shared")],
  ["up_read", unlocking(SLEEPING, "shared")],
  ["down_write", locking(SLEEPING)],
  ["down_write_nested", locking(SLEEPING)],
  ["down_write_nest_lock", locking(SLEEPING, "exclusive", "nest")],
  ["down_write_trylock", trying(SLEEPING)],
  ["up_write", unlocking(SLEEPING)],
  [
    "downgrade_write",
    {
      steps: true,
      lower: (lowering, call) => {
        const lock = lockArgument(lowering, call);
        if (lock === null) return INVALID;
        const name = functionName(lowering, call);
        emit(lowering, call, (next) => ({ kind: "downgrade", lock, function: name, next }));
        return VOID;
      },
    },
  ],
];
