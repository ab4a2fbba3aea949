// lockdep's opinion in one line, and where it is asked for or surprising, its report.

import type { FindingKind, Lockdep, LockdepReport, LockdepRule } from "../../harness/result.js";
import { isBuiltin, isDistributed } from "../names.js";
import { unreachable } from "../unreachable.js";

/** A rule in the few words of a table row. */
export const RULE_WORDS: Readonly<Record<LockdepRule, string>> = {
  recursion: "recursive locking",
  circular: "circular dependency",
  "inconsistent-usage": "inconsistent lock state",
  "irq-inversion": "irq lock inversion",
  "irq-order": "irq-safe -> irq-unsafe order",
  "wait-context": "invalid wait context",
  "nest-lock": "nested lock not taken",
  "unlock-balance": "bad unlock balance",
  "held-freed": "held lock freed",
  "held-at-end": "lock held at the end",
  "debug-locks": "DEBUG_LOCKS_WARN_ON",
  "sleep-in-atomic": "sleeping in atomic context",
  "rcu-usage": "suspicious RCU usage",
  "context-assertion": "wrong context for a call",
};

/** `circular dependency (A, in f)`. */
export function reportText({ rule, lock, place }: LockdepReport): string {
  return `${RULE_WORDS[rule]} (${lock === null ? "" : `${lock.name}, `}in ${place.function})`;
}

const DEADLOCKS: readonly LockdepRule[] = ["recursion", "circular", "inconsistent-usage", "irq-inversion", "irq-order"];

/** Which rules of lockdep are about the same as a finding. */
const SAME: Readonly<Partial<Record<FindingKind, readonly LockdepRule[]>>> = {
  "wait-context": ["wait-context"],
  "sleep-in-atomic": ["sleep-in-atomic"],
  "rcu-usage": ["rcu-usage"],
  "context-assertion": ["context-assertion"],
  "circular-wait": DEADLOCKS,
  stuck: DEADLOCKS,
  "unlock-balance": ["unlock-balance"],
  "held-at-end": ["held-at-end"],
  "held-lock-freed": ["held-freed"],
};

/** The one line; null is an opinion that could not be formed. `found`: what the verdict is about, if it is a violation. */
export function opinionText(lockdep: Lockdep | null, found: FindingKind | null, engine: string): string {
  if (lockdep === null) return `lockdep: no opinion, ${whyNone(engine)}`;
  const { agreement, report } = lockdep;
  const says = report === null ? "nothing to report" : reportText(report);
  switch (agreement) {
    case "agrees":
      return isSame(found, report)
        ? `lockdep agrees: ${says}`
        : `lockdep agrees that something is wrong, but reports it by another rule: ${says}`;
    case "would-report":
      return `lockdep would report ${says}, although no execution within the bounds violates anything`;
    case "would-be-silent":
      return "lockdep would be silent, although an execution is found";
    case "unrelated":
      return `lockdep does not judge this; on locks: ${says}`;
    default:
      return unreachable(agreement);
  }
}

function whyNone(engine: string): string {
  if (isBuiltin(engine)) return "its rules are judged by TLC; to have it, leave out --engine builtin";
  if (isDistributed(engine)) return "a distributed search gathers nothing for it; to have it, leave out --distributed";
  return "that needs a search that comes to its end; to have it, allow more --timeout";
}

function isSame(found: FindingKind | null, report: LockdepReport | null): boolean {
  return found === null || report === null || SAME[found]?.includes(report.rule) === true;
}

/** What a row says about an opinion that differs from the verdict. */
export function disagreementText(lockdep: Lockdep | null): string | null {
  if (lockdep?.agreement === "would-report" && lockdep.report !== null) return `lockdep: ${RULE_WORDS[lockdep.report.rule]}`;
  return lockdep?.agreement === "would-be-silent" ? "lockdep: silent" : null;
}
