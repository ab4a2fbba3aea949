// Estimates against real counts: the models that we ship, of which only the beginning is looked at.

import { assert } from "chai";
import { prepareChecks } from "../../../harness/check-files.js";
import { secondsFor, TIME_FACTOR } from "../../../harness/estimate/duration.js";
import { extrapolate, FACTORS } from "../../../harness/estimate/extrapolate.js";
import { estimateOutputSchema } from "../../../harness/estimate/output.js";
import { type Estimate, estimateModels } from "../../../harness/estimate.js";
import { sample, walkLengths } from "../../../interpreter/index.js";
import { renderEstimate } from "../../../report/estimate.js";
import { requestFor } from "../../support/requests.js";

const NOBODY = new AbortController().signal;

describe("[U] harness/estimate", function () {
  this.timeout(120_000);

  const estimates = (models: readonly string[], maxStates: number): Promise<readonly Estimate[]> =>
    estimateModels(requestFor(models, { maxStates }), () => undefined, NOBODY);

  it("is within what it states, of every model large enough to be cut off", async () => {
    const { compiled } = await prepareChecks(requestFor(["models/io-uring"]), {});
    let looked = 0;
    for (const { plan, prepared } of compiled) {
      if (prepared.kind !== "compiled") continue;
      const { located } = prepared.compilation;
      const part = (maxStates: number) => sample(located, { passed: new Set(), crowds: [] }, { maxStates });
      const whole = part(80_000);
      if (whole.end !== "complete" || whole.seen < 3_000) continue;
      const lengths = walkLengths(located, { walks: 50, maxSteps: 20_000, seed: 1 });
      for (const share of [0.1, 0.2, 0.4, 0.7]) {
        const { levels } = part(Math.round(whole.seen * share));
        const { states, factor } = extrapolate(levels, lengths === null ? null : Math.max(...lengths));
        const where = `${plan.subject.model} ${JSON.stringify(plan.subject.variants)} ${share}: ${states} for ${whole.seen}`;
        assert.isAtMost(states / whole.seen, factor, where);
        assert.isAtMost(whole.seen / states, factor, where);
        looked++;
      }
    }
    assert.isAbove(looked, 30);
  });

  it("says that it knows little where it has seen little", () => {
    const doubling = Array.from({ length: 12 }, (_, level) => 2 ** level);
    assert.equal(extrapolate(doubling, 60).factor, FACTORS.seenLittle);
    assert.isAbove(extrapolate(doubling, 60).states, 1e5);
    const nearlyDone = [1, 4, 9, 16, 25, 36, 25, 16, 9, 4, 2];
    assert.equal(extrapolate(nearlyDone, 12).factor, FACTORS.seenMuch);
    for (const levels of [[1], [1, 1], [1, 1, 1, 1, 1], [5, 5, 5, 5, 5, 5, 5, 5]])
      for (const depth of [null, 0, 3, 100]) {
        const { states } = extrapolate(levels, depth);
        assert.isTrue(Number.isSafeInteger(states) && states >= levels.length, `${levels.join()} ${depth}: ${states}`);
      }
  });

  it("counts small models, says where a violation ends the search, and extrapolates the rest", async () => {
    const [broken, fixed] = await estimates(["models/patterns/ab-ba.ts"], 10_000);
    assert.deepInclude(broken, { kind: "violated" });
    assert.deepInclude(fixed, { kind: "exact", states: 25 });
    const [cut] = await estimates(["models/io-uring/flush-timeouts/exit.ts"], 2_000);
    if (cut?.kind !== "estimate") return assert.fail(JSON.stringify(cut));
    assert.isAtMost(cut.states / cut.factor, 3_621);
    assert.isAtLeast(cut.states * cut.factor, 3_621);
    assert.match(
      renderEstimate(cut),
      /^io-uring\/flush-timeouts\/exit .* about [\d,]+ states, between [\d,]+ and [\d,]+; \d+ (?:s|min), between \d+ s and \d+ (?:s|min|h)\n {4}from how/,
    );
    estimateOutputSchema.parse({ schemaVersion: 1, estimates: [broken, fixed, cut] });
  });

  it("takes time in proportion to the states, within its range", () => {
    const pace = { milliseconds: 100, counted: 1_000 };
    const { about, least, most } = secondsFor(pace, { about: 100_000, least: 20_000, most: 500_000 });
    assert.closeTo(about, 151, 1);
    assert.closeTo(least, (0.1 * 15 * 20) / TIME_FACTOR, 0.2);
    assert.closeTo(most, 0.1 * 15 * 500 * TIME_FACTOR, 60);
  });

  it("tells of a model that does not compile", async () => {
    const [only] = await estimates(["models/none.ts"], 100);
    assert.deepInclude(only, { kind: "rejected", diagnostics: 1 });
  });
});
