// What a lock function does besides taking and releasing the lock: docs/semantics.md, section 5, "Lock functions".
//   spin_lock_irqsave   →   irq save · preemption off · acquire

import type { ts } from "ts-morph";
import { emit, type Lowering } from "../../../lowering.js";
import { bottomHalvesOff, bottomHalvesOn, irqDisable, irqEnable, type Make, preemptionOff, preemptionOn } from "../interrupts.js";

/** Steps around an acquisition, and the steps before and after the release that undoes it. */
export interface LockWay {
  readonly enter: readonly Make[];
  readonly leave: readonly Make[];
}

export const SLEEPING: LockWay = { enter: [], leave: [] };
export const SPINNING: LockWay = { enter: [preemptionOff], leave: [preemptionOn] };
export const SPINNING_IRQ: LockWay = { enter: [irqDisable, preemptionOff], leave: [irqEnable, preemptionOn] };
export const SPINNING_BH: LockWay = { enter: [bottomHalvesOff, preemptionOff], leave: [preemptionOn, bottomHalvesOn] };

export function emitAll(lowering: Lowering, call: ts.Node, steps: readonly Make[]): void {
  for (const step of steps) emit(lowering, call, step);
}
