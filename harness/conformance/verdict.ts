// One case: what was found against what the kernel expects.

import type { Configuration } from "../../codegen/ir/program.js";
import type { ToldOpinion } from "../lockdep/told.js";
import type { ConformanceCase, LockdepRule } from "../result.js";
import type { SelftestCase } from "./case.js";

type Found =
  | { readonly unsaid: string }
  | { readonly opinion: ToldOpinion | null; readonly deadlock: boolean; readonly assertion: boolean };

/** How the data calls lockdep's rules. */
const CLASSES: Readonly<Record<LockdepRule, string>> = {
  recursion: "recursion",
  circular: "circular dependency",
  "inconsistent-usage": "inconsistent irq usage",
  "irq-inversion": "irq inversion",
  "irq-order": "irq-safe to irq-unsafe order",
  "wait-context": "wait context",
  "nest-lock": "nest lock not held",
  "unlock-balance": "unlock balance",
  "held-freed": "freed/held",
  "held-at-end": "held at the end",
  "debug-locks": "ww",
  "sleep-in-atomic": "sleeping in atomic context",
  "rcu-usage": "suspicious RCU usage",
  "context-assertion": "wrong context",
};

export function judgeCase(selftest: SelftestCase, configuration: Configuration, found: Found): ConformanceCase {
  const { id, group, row, flavour } = selftest;
  const base = { id, group, row, flavour };
  const expectedDeadlock = configuration.preemptRt ? null : selftest.modelDeadlock;
  const unjudged = { rule: null, deadlock: null, deadlockAgrees: expectedDeadlock === null ? null : false };
  if ("unsaid" in found) return { ...base, ...unjudged, ok: false, reason: found.unsaid };
  if (found.opinion === null) return { ...base, ...unjudged, ok: false, reason: "TLC did not judge it" };
  const rule = decidingRule(found.opinion);
  const expected = selftest.expected === "fail" ? selftest.lockdepClass : null;
  const deadlockAgrees = expectedDeadlock === null ? null : found.deadlock === expectedDeadlock;
  const reasons = [
    ...(rule === expected ? [] : [`lockdep: ${rule ?? "silent"}, expected ${expected ?? "silent"}`]),
    ...(found.assertion ? ["an operation gives another result"] : []),
    ...(deadlockAgrees === false ? [found.deadlock ? "a deadlock is reached, none expected" : "no deadlock is reached, one expected"] : []),
  ];
  return { ...base, ok: reasons.length === 0, reason: reasons.join("; "), rule, deadlock: found.deadlock, deadlockAgrees };
}

/** The self-test runs before the scheduler, where might_sleep is silent. */
function decidingRule({ reports }: ToldOpinion): string | null {
  const told = reports.find(({ rule }) => rule !== "sleep-in-atomic");
  return told === undefined ? null : CLASSES[told.rule];
}
