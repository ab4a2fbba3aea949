// The call that takes a lock and the one that releases it, in the language of models.

import { isSection, isSpinning } from "./lock-type.js";
import type { LockPlan, Mode, SectionType, Take, Variant } from "./plan.js";

export interface Calls {
  /** Statements; `flags` stands for the saved flags. */
  readonly take: readonly string[];
  readonly release: readonly string[];
  readonly savesFlags: boolean;
}

export function callsOf({ lock, mode, variant, subclass }: Take, expression: string, flags: string): Calls {
  if (isSection(lock.type))
    return { take: [`${SECTION[lock.type].lock}();`], release: [`${SECTION[lock.type].unlock}();`], savesFlags: false };
  const names = functionsOf(lock, mode);
  if (!isSpinning(lock.type)) return plain(names, expression, subclass);
  if (subclass > 0) return around(variant, plain(names, expression, subclass));
  if (variant === "_irqsave")
    return {
      take: [`const ${flags} = ${names.lock}_irqsave(${expression});`],
      release: [`${names.unlock}_irqrestore(${expression}, ${flags});`],
      savesFlags: true,
    };
  return { take: [`${names.lock}${variant}(${expression});`], release: [`${names.unlock}${variant}(${expression});`], savesFlags: false };
}

export function releaseOf(lock: LockPlan, mode: Mode, expression: string): string {
  return `${functionsOf(lock, mode).unlock}(${isSection(lock.type) ? "" : expression});`;
}

const SECTION: Readonly<Record<SectionType, { readonly lock: string; readonly unlock: string }>> = {
  rcu: { lock: "rcu_read_lock", unlock: "rcu_read_unlock" },
  rcu_bh: { lock: "rcu_read_lock_bh", unlock: "rcu_read_unlock_bh" },
  rcu_sched: { lock: "rcu_read_lock_sched", unlock: "rcu_read_unlock_sched" },
};

function functionsOf({ type }: LockPlan, mode: Mode): { readonly lock: string; readonly unlock: string } {
  switch (type) {
    case "spinlock_t":
      return { lock: "spin_lock", unlock: "spin_unlock" };
    case "raw_spinlock_t":
      return { lock: "raw_spin_lock", unlock: "raw_spin_unlock" };
    case "rwlock_t":
      return { lock: `${mode}_lock`, unlock: `${mode}_unlock` };
    case "mutex":
      return { lock: "mutex_lock", unlock: "mutex_unlock" };
    case "rw_semaphore":
      return { lock: `down_${mode}`, unlock: `up_${mode}` };
    case "rcu":
    case "rcu_bh":
    case "rcu_sched":
      return SECTION[type];
  }
}

function plain({ lock, unlock }: { readonly lock: string; readonly unlock: string }, expression: string, subclass: number): Calls {
  const call = subclass === 0 ? `${lock}(${expression});` : `${lock}_nested(${expression}, ${subclass});`;
  return { take: [call], release: [`${unlock}(${expression});`], savesFlags: false };
}

function around(variant: Variant, calls: Calls): Calls {
  const what = variant === "_bh" ? "local_bh" : variant === "" ? null : "local_irq";
  if (what === null) return calls;
  return { ...calls, take: [`${what}_disable();`, ...calls.take], release: [...calls.release, `${what}_enable();`] };
}
