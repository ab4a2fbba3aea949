// The kinds of findings as values; the type checker keeps the list complete.

import type { FindingKind } from "../../../ir/program.js";

const kinds: Readonly<Record<FindingKind, true>> = {
  "wait-context": true,
  "sleep-in-atomic": true,
  "circular-wait": true,
  stuck: true,
  "unlock-balance": true,
  "held-at-end": true,
  assertion: true,
  invariant: true,
  eventually: true,
  reachable: true,
  "list-corruption": true,
  "null-dereference": true,
  "use-after-free": true,
  "double-free": true,
  "free-active": true,
  refcount: true,
  "out-of-range": true,
};

export const FINDING_KINDS: readonly FindingKind[] = Object.keys(kinds).filter(isFindingKind);

function isFindingKind(name: string): name is FindingKind {
  return name in kinds;
}
