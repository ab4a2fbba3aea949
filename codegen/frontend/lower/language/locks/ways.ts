// What a lock function does besides taking and releasing the lock: docs/semantics.md, section 5, "Lock functions".
//   spin_lock_irqsave               →   irq save · preemption off · acquire
//   spin_lock_irqsave, PREEMPT_RT   →   acquire · rcu_read_lock

import type { ts } from "ts-morph";
import { emit, type Lowering } from "../../../lowering.js";
import {
  bottomHalvesOff,
  bottomHalvesOn,
  irqDisable,
  irqEnable,
  irqRestore,
  irqSave,
  type Make,
  preemptionOff,
  preemptionOn,
  rcuLock,
  rcuUnlock,
} from "../interrupts.js";

/** The steps around an acquisition, and around the release that undoes it. */
export interface LockWay {
  readonly enter: readonly Make[];
  readonly entered: readonly Make[];
  readonly leaving: readonly Make[];
  readonly leave: readonly Make[];
}

/** `flags` is where `irqsave` saves. */
export type Form = "" | "irq" | "bh" | { readonly flags: string };

/** What a kind of lock does in one of its forms; it may depend on the kernel configuration. */
export type WayOf = (lowering: Lowering, form: Form) => LockWay;

const NOTHING: LockWay = { enter: [], entered: [], leaving: [], leave: [] };

/** A mutex and its like. */
export const sleeping: WayOf = () => NOTHING;

/** A raw spinlock: the same on all kernels, but that `_bh` leaves preemption alone on PREEMPT_RT (include/linux/preempt.h, SOFTIRQ_LOCK_OFFSET). */
export const spinning: WayOf = (lowering, form) => {
  const { preemptRt } = lowering.model.choice.configuration;
  if (form === "bh" && preemptRt) return { ...NOTHING, enter: bottomHalvesOff(lowering), leave: bottomHalvesOn(lowering) };
  const both: LockWay = { ...NOTHING, enter: [preemptionOff], leave: [preemptionOn] };
  if (form === "") return both;
  if (form === "irq") return { ...both, enter: [irqDisable, preemptionOff], leave: [irqEnable, preemptionOn] };
  if (form === "bh")
    return { ...both, enter: [...bottomHalvesOff(lowering), preemptionOff], leave: [preemptionOn, ...bottomHalvesOn(lowering)] };
  return { ...both, enter: [irqSave(form.flags), preemptionOff], leave: [irqRestore(form.flags), preemptionOn] };
};

/** spinlock_t, rwlock_t: on PREEMPT_RT they sleep, leave interrupts as they are and are RCU read sections (kernel/locking/spinlock_rt.c). */
export const spinningOrSleeping: WayOf = (lowering, form) => {
  if (!lowering.model.choice.configuration.preemptRt) return spinning(lowering, form);
  const section: LockWay = { ...NOTHING, entered: [rcuLock("rcu")], leaving: [rcuUnlock("rcu")] };
  return form === "bh" ? { ...section, enter: bottomHalvesOff(lowering), leave: bottomHalvesOn(lowering) } : section;
};

export function emitAll(lowering: Lowering, call: ts.Node, steps: readonly Make[]): void {
  for (const step of steps) emit(lowering, call, step);
}
