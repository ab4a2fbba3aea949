// lockdep's opinion in one line.

import { assert } from "chai";
import type { LockdepReport, LockdepRule } from "../../../harness/result.js";
import { opinionText } from "../../../report/lockdep/opinion.js";
import { context, lock, span } from "../../support/results.js";

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
      assert.match(opinionText({ agreement: "agrees", report: report(rule) }, "circular-wait"), /^lockdep agrees: .* \(A, in f\)$/);
    assert.equal(opinionText({ agreement: "agrees", report: null }, null), "lockdep agrees: nothing to report");
  });

  it("says that it is another rule by which it reports", () => {
    assert.equal(
      opinionText({ agreement: "agrees", report: report("circular") }, "wait-context"),
      "lockdep agrees that something is wrong, but reports it by another rule: circular dependency (A, in f)",
    );
  });
});
