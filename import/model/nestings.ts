// Which locks of a report were taken under which.

import type { Reading } from "../index.js";
import { classNameOf, isSection, isSpinning } from "./lock-type.js";
import type { LockPlan } from "./plan.js";

/** Class names of pairs of which the second was taken while the first was held. */
export type Nesting = readonly [outer: string, inner: string];

export function nestingsOf({ report, details }: Reading): readonly Nesting[] {
  const { acquiring, holding, heldLocks, chain, kind } = report;
  // A wait context report says that its own nesting is wrong.
  const judged = kind === "invalid-wait-context" || kind === "bad-unlock" || acquiring === null ? [] : [acquiring.name];
  const held = kind === "invalid-wait-context" ? [] : (heldLocks ?? []).map(({ name }) => name);
  const rows = [
    [...held, ...judged],
    [...(holding === null ? [] : [holding.name]), ...judged],
    ...inPairs([...(chain ?? [])].reverse().map(({ name }) => name)),
    ...details.dependencies.flatMap((blocks) => inPairs(blocks.map(({ name }) => name))),
  ];
  return rows.flatMap((row) =>
    row.flatMap((outer, index) => row.slice(index + 1).map((inner) => [classNameOf(outer), classNameOf(inner)] as const)),
  );
}

/** Neighbours of a chain; not the first and the last. */
function inPairs(names: readonly string[]): readonly (readonly string[])[] {
  return names.slice(1).map((name, index) => [names[index] ?? "", name]);
}

/** What sleeps is not taken under what spins, a spinlock_t not under a raw one: where a type is a guess, it gives way. */
export function reconcile(nestings: readonly Nesting[], plans: Map<string, LockPlan>): void {
  for (let round = 0; round < nestings.length; round++) {
    for (const [outer, inner] of nestings) {
      const [above, below] = [plans.get(outer), plans.get(inner)];
      if (
        above === undefined ||
        below === undefined ||
        isSection(above.type) ||
        isSection(below.type) ||
        strictness(above) <= strictness(below)
      )
        continue;
      if (above.guess !== null) plans.set(outer, { ...above, type: below.type });
      else if (below.guess !== null) plans.set(inner, { ...below, type: above.type });
    }
  }
}

function strictness({ type }: LockPlan): number {
  return type === "raw_spinlock_t" ? 2 : isSpinning(type) ? 1 : 0;
}
