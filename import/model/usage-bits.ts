// What lockdep's characters say of a class: `{..-.}`, one pair for hard interrupts and one for softirqs, each of writers and readers.

import type { Mode } from "./plan.js";

export interface Bits {
  readonly inHardirq: boolean;
  readonly onHardirq: boolean;
  readonly inSoftirq: boolean;
  readonly onSoftirq: boolean;
}

export const NONE: Bits = { inHardirq: false, onHardirq: false, inSoftirq: false, onSoftirq: false };

export function bitsIn(usage: string, mode: Mode): Bits {
  const [hardirq = ".", softirq = "."] = mode === "write" ? [usage[0], usage[2]] : [usage[1], usage[3]];
  return {
    inHardirq: /[-?]/.test(hardirq),
    onHardirq: /[+?]/.test(hardirq),
    inSoftirq: /[-?]/.test(softirq),
    onSoftirq: /[+?]/.test(softirq),
  };
}
