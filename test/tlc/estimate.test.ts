// What the builtin engine counts of a model that it sees whole is what TLC counts, reductions included.

import { assert } from "chai";
import { checkModels } from "../../harness/check.js";
import { estimateModels } from "../../harness/estimate.js";
import { requestFor } from "../support/requests.js";

describe("[T] estimates of small models", function () {
  this.timeout(180_000);

  it("are what TLC counts", async () => {
    const signal = new AbortController().signal;
    const results = await checkModels(requestFor(["models/patterns"], { engine: "tlc" }), {}, signal);
    const estimates = await estimateModels(requestFor(["models/patterns"], { maxStates: 20_000 }), () => undefined, signal);
    let counted = 0;
    for (const result of results) {
      if (result.outcome !== "verified" || result.statistics.distinct === null) continue;
      const { distinct } = result.statistics;
      const estimate = estimates.find(({ subject }) => JSON.stringify(subject) === JSON.stringify(result.subject));
      assert.deepInclude(estimate, { kind: "exact", states: distinct }, JSON.stringify(result.subject));
      counted++;
    }
    assert.isAbove(counted, 15);
  });

  // Ten times as far as the range goes: a machine that does other things at the same time is no reason to fail.
  it("take about as long as they say", async () => {
    const request = requestFor(["models/io-uring/flush-timeouts/io-wq-cancel.ts"], { engine: "tlc", cache: false });
    const signal = new AbortController().signal;
    const estimates = await estimateModels({ ...request, maxStates: 100_000 }, () => undefined, signal);
    const results = await checkModels(request, {}, signal);
    const verified = results.filter(({ outcome }) => outcome === "verified");
    for (const { subject, milliseconds } of verified) {
      const estimate = estimates.find((one) => JSON.stringify(one.subject) === JSON.stringify(subject));
      if (estimate?.kind !== "exact") return assert.fail(JSON.stringify(estimate));
      assert.isAtLeast(milliseconds / 1000, estimate.seconds.least / 10);
      assert.isAtMost(milliseconds / 1000, estimate.seconds.most * 10);
    }
    assert.isAbove(verified.length, 1);
  });
});
