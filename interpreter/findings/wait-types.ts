// Wait types of locks and contexts: docs/semantics.md section 6, rule 3.
// Source: include/linux/lockdep_types.h (enum lockdep_wait_type) and kernel/locking/lockdep.c (check_wait_context, task_wait_context).

import type { Context, LockClass } from "../../codegen/ir/program.js";

export interface WaitType {
  readonly outer: number;
  readonly inner: number;
}

const NESTED: Record<LockClass["type"], WaitType> = {
  raw_spinlock_t: { outer: 2, inner: 2 },
  spinlock_t: { outer: 3, inner: 3 },
  rwlock_t: { outer: 3, inner: 3 },
  mutex: { outer: 4, inner: 4 },
  rw_semaphore: { outer: 4, inner: 4 },
  rcu: { outer: 1, inner: 3 },
  map: { outer: 0, inner: 0 },
};

const FLAT: Record<LockClass["type"], WaitType> = {
  raw_spinlock_t: { outer: 2, inner: 2 },
  spinlock_t: { outer: 2, inner: 2 },
  rwlock_t: { outer: 2, inner: 2 },
  mutex: { outer: 3, inner: 3 },
  rw_semaphore: { outer: 3, inner: 3 },
  rcu: { outer: 1, inner: 2 },
  map: { outer: 0, inner: 0 },
};

/** `{outer:inner}` of a lock type, with or without CONFIG_PROVE_RAW_LOCK_NESTING. */
export function waitTypeOf(type: LockClass["type"], proveRawLockNesting: boolean): WaitType {
  return (proveRawLockNesting ? NESTED : FLAT)[type];
}

/** What a context may acquire while it holds nothing. */
export function contextWaitType(context: Pick<Context, "level" | "threadable">, proveRawLockNesting: boolean): number {
  const config = proveRawLockNesting ? 3 : 2;
  switch (context.level) {
    case "task":
      return proveRawLockNesting ? 5 : 4;
    case "softirq":
      return config;
    case "hardirq":
      return context.threadable ? config : 2;
  }
}
