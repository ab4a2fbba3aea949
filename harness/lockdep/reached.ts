// The places that executions reach, with what an interrupt handler came over: from what a run of TLC printed.

import type { Reached } from "../../codegen/emit/lockdep/events.js";
import type { TlcPrint } from "../../tla-tools/index.js";
import { textOf } from "../trace/flat-state.js";
import { elements } from "../trace/observations.js";

export function reachedIn(prints: readonly TlcPrint[]): Reached {
  const plainly = new Set<string>();
  const overSoftirq = new Set<string>();
  for (const { values } of prints) {
    const [head, label, over] = elements(values[0]);
    if (head === undefined || label === undefined || textOf(head) !== "reached") continue;
    (over?.kind === "bool" && over.value ? overSoftirq : plainly).add(textOf(label));
  }
  return (label, over) => (over ? overSoftirq : plainly).has(label);
}
