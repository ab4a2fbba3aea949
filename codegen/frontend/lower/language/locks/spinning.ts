// spinlock_t, raw_spinlock_t and rwlock_t. The names are made from their parts.

import type { LockMode } from "../../../../ir/graph.js";
import type { LanguageFunctions } from "../function.js";
import { locking, lockingSaving, trying, unlocking, unlockingRestoring } from "./acquire.js";
import { SPINNING, SPINNING_BH, SPINNING_IRQ } from "./ways.js";

/** All forms with this prefix. */
function family(prefix: string, mode: LockMode & ("exclusive" | "shared")): LanguageFunctions {
  return [
    [`${prefix}_lock`, locking(SPINNING, mode)],
    [`${prefix}_lock_irq`, locking(SPINNING_IRQ, mode)],
    [`${prefix}_lock_bh`, locking(SPINNING_BH, mode)],
    [`${prefix}_lock_irqsave`, lockingSaving(mode)],
    [`${prefix}_unlock`, unlocking(SPINNING, mode)],
    [`${prefix}_unlock_irq`, unlocking(SPINNING_IRQ, mode)],
    [`${prefix}_unlock_bh`, unlocking(SPINNING_BH, mode)],
    [`${prefix}_unlock_irqrestore`, unlockingRestoring(mode)],
    [`${prefix}_trylock`, trying(SPINNING, mode)],
  ];
}

/** Forms that only spinlocks have, raw or not. */
function spinFamily(prefix: "spin" | "raw_spin"): LanguageFunctions {
  return [
    ...family(prefix, "exclusive"),
    [`${prefix}_lock_nested`, locking(SPINNING)],
    [`${prefix}_lock_nest_lock`, locking(SPINNING, "exclusive", "nest")],
    [`${prefix}_lock_irqsave_nested`, lockingSaving()],
    [`${prefix}_trylock_irq`, trying(SPINNING_IRQ)],
    [`${prefix}_trylock_bh`, trying(SPINNING_BH)],
  ];
}

export const spinningLocks: LanguageFunctions = [
  ...spinFamily("spin"),
  ...spinFamily("raw_spin"),
  ...family("read", "shared"),
  ...family("write", "exclusive"),
  ["write_lock_nested", locking(SPINNING)],
];
