// Wait types of locks and contexts: docs/semantics.md section 6, rule 3.
// Source: include/linux/lockdep_types.h (enum lockdep_wait_type) and kernel/locking/lockdep.c (check_wait_context, task_wait_context).

import type { ClassType, Context } from "../../codegen/ir/program.js";

export interface WaitType {
  readonly outer: number;
  readonly inner: number;
}

type Level = "none" | "free" | "spin" | "config" | "sleep";

/** Inner wait type by class; the outer one of RCU sections is `free`, of all others the inner one. */
const LEVELS: Record<ClassType, Level> = {
  raw_spinlock_t: "spin",
  spinlock_t: "config",
  rwlock_t: "config",
  local_lock_t: "config",
  mutex: "sleep",
  rt_mutex: "sleep",
  rw_semaphore: "sleep",
  rcu: "config",
  rcu_bh: "config",
  rcu_sched: "spin",
  "override free": "free",
  "override spin": "spin",
  "override config": "config",
  "override sleep": "sleep",
  percpu_rw_semaphore: "none",
  srcu_struct: "none",
  seqcount_t: "none",
  bit_spinlock: "none",
  lockdep_map: "none",
  map: "none",
};

const RCU: ReadonlySet<ClassType> = new Set<ClassType>(["rcu", "rcu_bh", "rcu_sched"]);

function valueOf(level: Level, proveRawLockNesting: boolean): number {
  const above = proveRawLockNesting ? 1 : 0;
  return { none: 0, free: 1, spin: 2, config: 2 + above, sleep: 3 + above }[level];
}

/** `{outer:inner}` of a class, with or without CONFIG_PROVE_RAW_LOCK_NESTING. */
export function waitTypeOf(type: ClassType, proveRawLockNesting: boolean): WaitType {
  const inner = valueOf(LEVELS[type], proveRawLockNesting);
  return { outer: RCU.has(type) ? valueOf("free", proveRawLockNesting) : inner, inner };
}

export function overridesWaitType(type: ClassType): boolean {
  return type.startsWith("override ");
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
