// spinlock_t, raw_spinlock_t, rwlock_t and bit spinlocks. The names are made from their parts.

import type { LockMode } from "../../../../ir/graph.js";
import type { LanguageFunctions } from "../function.js";
import { asking, locking, lockingSaving, trying, unlocking, unlockingRestoring } from "./acquire.js";
import { spinning, spinningOrSleeping, type WayOf } from "./ways.js";

/** All forms with this prefix. */
function family(prefix: string, way: WayOf, mode: LockMode & ("exclusive" | "shared")): LanguageFunctions {
  return [
    [`${prefix}_lock`, locking(way, "", mode)],
    [`${prefix}_lock_irq`, locking(way, "irq", mode)],
    [`${prefix}_lock_bh`, locking(way, "bh", mode)],
    [`${prefix}_lock_irqsave`, lockingSaving(way, mode)],
    [`${prefix}_unlock`, unlocking(way, "", mode)],
    [`${prefix}_unlock_irq`, unlocking(way, "irq", mode)],
    [`${prefix}_unlock_bh`, unlocking(way, "bh", mode)],
    [`${prefix}_unlock_irqrestore`, unlockingRestoring(way, mode)],
    [`${prefix}_trylock`, trying(way, "", mode)],
  ];
}

/** Forms that only spinlocks have, raw or not. */
function spinFamily(prefix: "spin" | "raw_spin", way: WayOf): LanguageFunctions {
  return [
    ...family(prefix, way, "exclusive"),
    [`${prefix}_lock_nested`, locking(way, "")],
    [`${prefix}_lock_nest_lock`, locking(way, "", "exclusive", "nest")],
    [`${prefix}_lock_irqsave_nested`, lockingSaving(way)],
    [`${prefix}_trylock_irq`, trying(way, "irq")],
    [`${prefix}_trylock_bh`, trying(way, "bh")],
  ];
}

export const spinningLocks: LanguageFunctions = [
  ...spinFamily("spin", spinningOrSleeping),
  ...spinFamily("raw_spin", spinning),
  ...family("read", spinningOrSleeping, "shared"),
  ...family("write", spinningOrSleeping, "exclusive"),
  ["write_lock_nested", locking(spinningOrSleeping, "")],
  ["bit_spin_lock", locking(spinning, "")],
  ["bit_spin_unlock", unlocking(spinning, "")],
  ["bit_spin_trylock", trying(spinning, "")],
  ["bit_spin_is_locked", asking((lock) => ({ kind: "lock-taken", lock }))],
];
