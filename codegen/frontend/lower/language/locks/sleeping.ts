// mutex, rt_mutex, rw_semaphore, percpu_rw_semaphore: their waiters sleep.

import type { ts } from "ts-morph";
import type { LockMode } from "../../../../ir/graph.js";
import { emit, type Lowering } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { acquire, acquisitionOf, functionName, lockArgument, locking, trying, unlocking } from "./acquire.js";
import { EINTR, failing } from "./failing.js";
import { sleeping } from "./ways.js";

/** Forms of the locks with one owner. */
function family(prefix: string): LanguageFunctions {
  return [
    [`${prefix}_lock`, locking(sleeping, "")],
    [`${prefix}_lock_nested`, locking(sleeping, "")],
    [`${prefix}_lock_nest_lock`, locking(sleeping, "", "exclusive", "nest")],
    [`${prefix}_lock_interruptible`, interruptible("exclusive")],
    [`${prefix}_lock_killable`, interruptible("exclusive")],
    [`${prefix}_unlock`, unlocking(sleeping, "")],
    [`${prefix}_trylock`, trying(sleeping, "")],
  ];
}

/** Forms of the rw_semaphore on one of its sides. */
function side(kind: "read" | "write", mode: "shared" | "exclusive"): LanguageFunctions {
  return [
    [`down_${kind}`, locking(sleeping, "", mode)],
    [`down_${kind}_nested`, locking(sleeping, "", mode)],
    [`down_${kind}_killable`, interruptible(mode)],
    [`down_${kind}_trylock`, trying(sleeping, "", mode)],
    [`up_${kind}`, unlocking(sleeping, "", mode)],
  ];
}

export const sleepingLocks: LanguageFunctions = [
  ...family("mutex"),
  ...family("rt_mutex"),
  ...side("read", "shared"),
  ...side("write", "exclusive"),
  ["down_read_interruptible", interruptible("shared")],
  ["down_write_nest_lock", locking(sleeping, "", "exclusive", "nest")],
  ["downgrade_write", { steps: true, lower: downgrade }],
  ["percpu_down_read", locking(sleeping, "", "shared")],
  ["percpu_down_read_trylock", trying(sleeping, "", "shared")],
  ["percpu_up_read", unlocking(sleeping, "", "shared")],
  ["percpu_down_write", locking(sleeping, "")],
  ["percpu_up_write", unlocking(sleeping, "")],
];

/** A signal may come instead of a lock that is not free (kernel/locking/mutex.c, rwsem.c, rtmutex.c: all try first). */
function interruptible(mode: LockMode): LanguageFunction {
  return failing(EINTR, (lowering, call) => {
    const acquisition = acquisitionOf(lowering, call, mode, "none");
    if (acquisition === null) return null;
    const isTaken = { kind: "lock-taken", lock: acquisition.lock } as const;
    return {
      look: (busy, free) =>
        emit(lowering, call, () => ({ kind: "branch", condition: isTaken, implied: true, whenTrue: busy, whenFalse: free })),
      wait: () => acquire(lowering, call, acquisition, sleeping, ""),
    };
  });
}

function downgrade(lowering: Lowering, call: ts.CallExpression): Meaning {
  const lock = lockArgument(lowering, call);
  if (lock === null) return INVALID;
  const name = functionName(lowering, call);
  emit(lowering, call, (next) => ({ kind: "downgrade", lock, function: name, next }));
  return VOID;
}
