// lockdep's opinion in one line.

import { assert } from "chai";
import { BUILTIN_ENGINE, type Lockdep, type LockdepReport, type LockdepRule } from "../../../harness/result.js";
import { opinionText } from "../../../report/lockdep/opinion.js";
import { verdictText } from "../../../report/table.js";
import { context, lock, span, verified } from "../../support/results.js";

const report = (rule: LockdepRule): LockdepReport => ({
  rule,
  lock: lock("A", "spinlock_t"),
  place: { context: context("f", "task", 0), function: "f", at: span(1, 1, 1), callTrace: [] },
  other: null,
  held: [],
  waitContext: null,
  flags: { hardirq: false, softirq: false, bottomHalves: 0, hardirqsOn: true, softirqsOn: true },
  inAtomic: false,
  usage: null,
  chain: [],
  irq: null,
  nest: null,
});

describe("[U] report/lockdep/opinion", () => {
  it("agrees with a verdict that is about the same", () => {
    for (const rule of ["circular", "recursion", "irq-order"] as const)
      assert.match(opinionText({ agreement: "agrees", report: report(rule) }, "circular-wait", "TLC"), /^lockdep agrees: .* \(A, in f\)$/);
    assert.equal(opinionText({ agreement: "agrees", report: null }, null, "TLC"), "lockdep agrees: nothing to report");
  });

  it("says that it is another rule by which it reports", () => {
    assert.equal(
      opinionText({ agreement: "agrees", report: report("circular") }, "wait-context", "TLC"),
      "lockdep agrees that something is wrong, but reports it by another rule: circular dependency (A, in f)",
    );
  });

  it("says why there is none, and how to have it", () => {
    assert.match(opinionText(null, null, BUILTIN_ENGINE), /^lockdep: no opinion, .* leave out --engine builtin$/);
    assert.match(opinionText(null, null, "TLC 2.18, distributed"), /^lockdep: no opinion, .* leave out --distributed$/);
    assert.match(opinionText(null, "circular-wait", "TLC 2.18"), /^lockdep: no opinion, .* more --timeout$/);
  });

  it("is not what the verdict misses where nobody asked", () => {
    const expectation = { verdict: "verified", kind: null, lock: null, function: null, property: null } as const;
    const says = { ...expectation, lockdep: { rule: "circular", lock: null, function: null } } as const;
    const told = (lockdep: Lockdep | null): string =>
      verdictText(verified({ asExpected: false, engine: BUILTIN_ENGINE, expectation: says, lockdep }));
    assert.equal(told(null), "verified by the builtin engine, expected verified, and lockdep: circular, which was not asked");
    assert.equal(told({ agreement: "agrees", report: null }), "verified by the builtin engine, expected verified, and lockdep: circular");
  });
});
