// The titles of reports (lockdep.c, rcu/update.c, sched/core.c), as printed today and in brackets before Linux 4.11.

import type { ReportKind } from "../schema.js";

/** A whole line. */
const TITLES: readonly (readonly [ReportKind, RegExp])[] = [
  ["invalid-wait-context", /^\[ BUG: Invalid wait context \]$/],
  ["circular", title("possible circular locking dependency detected")],
  ["recursive", title("possible recursive locking detected")],
  ["inconsistent-state", title("inconsistent lock state")],
  ["irq-lock-order", title(String.raw`[\w-]+-safe -> [\w-]+-unsafe lock order detected`)],
  ["irq-inversion", title("possible irq lock inversion dependency detected")],
  ["bad-unlock", title("bad unlock balance detected")],
  ["suspicious-rcu", title(String.raw`suspicious (?:RCU|rcu_dereference_\w+\(\)) usage`)],
  ["sleep-in-atomic", /^BUG: sleeping function called from invalid context(?: at\b.*)?$/],
];

/** Other reports of the same family, which are not imported. */
const OTHERS: readonly RegExp[] = [
  title("Nested lock was not taken"),
  title("held lock freed"),
  title(String.raw`.{1,40}\/\d+ still has locks held`),
  title("lock held when returning to user space"),
  title("lock held at task exit time"),
  title("bad contention detected"),
  title("chain_key collision"),
  /^INFO: trying to register non-static key\.$/,
  /^BUG: key \S+ (?:not in \.data|has not been registered)!$/,
  /^BUG: scheduling while atomic: /,
];

function title(text: string): RegExp {
  return new RegExp(String.raw`^(?:(?:WARNING|INFO|BUG): ${text}[!.]?|\[ (?:WARNING|INFO|BUG): ${text}[!.]? \])$`);
}

export function kindOf(line: string): ReportKind | null {
  return TITLES.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}

export function isOtherTitle(line: string): boolean {
  return OTHERS.some((pattern) => pattern.test(line));
}

/** In words, for somebody whose text has none of them. */
export const LOOKED_FOR = [
  "[ BUG: Invalid wait context ]",
  "WARNING: possible circular locking dependency detected",
  "WARNING: possible recursive locking detected",
  "WARNING: inconsistent lock state",
  "WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected",
  "WARNING: possible irq lock inversion dependency detected",
  "WARNING: bad unlock balance detected!",
  "WARNING: suspicious RCU usage",
  "BUG: sleeping function called from invalid context",
] as const;
