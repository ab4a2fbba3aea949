// The kinds of findings and lockdep's rules as values; the type checker keeps the lists complete.

import type { FindingKind, LockdepRule } from "../../../ir/program.js";

const kinds: Readonly<Record<FindingKind, true>> = {
  "wait-context": true,
  "sleep-in-atomic": true,
  "rcu-usage": true,
  "context-assertion": true,
  "circular-wait": true,
  stuck: true,
  "unlock-balance": true,
  "held-lock-freed": true,
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

const rules: Readonly<Record<LockdepRule, true>> = {
  recursion: true,
  circular: true,
  "inconsistent-usage": true,
  "irq-inversion": true,
  "irq-order": true,
  "wait-context": true,
  "nest-lock": true,
  "unlock-balance": true,
  "held-freed": true,
  "held-at-end": true,
  "debug-locks": true,
  "sleep-in-atomic": true,
  "rcu-usage": true,
  "context-assertion": true,
};

export const LOCKDEP_RULES: readonly LockdepRule[] = Object.keys(rules).filter(isLockdepRule);

function isLockdepRule(name: string): name is LockdepRule {
  return name in rules;
}
