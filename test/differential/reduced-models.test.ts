import { assert } from "chai";
import { compileProgram } from "../../codegen/compile.js";
import { REDUCTIONS } from "../../harness/request.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { canonicalText, decode } from "../../interpreter/index.js";
import { parseDot } from "../../tla-tools/index.js";
import { allFindings } from "../support/all-findings.js";
import { locatedOf, programOf } from "../support/compile.js";
import { runDumping } from "../support/equal-graphs.js";
import { SMALL_MODELS } from "../support/small-models.js";
import { compareReduced, runReducedSeries } from "./reduced-runs.js";

/** The series that CI runs; `npm run fuzz:reductions -- --seed N --runs N` runs others. */
const SERIES = { seed: 3, runs: 30, maxStates: 1500 } as const;

describe("[U] reductions lose no finding and no place", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`of ${title}`, () => {
      assert.deepEqual(compareReduced(locatedOf(source), 100_000).differences, []);
    });
  }

  it(`of random models (seed ${SERIES.seed})`, () => {
    const failures: string[] = [];
    const tally = runReducedSeries(SERIES, ({ seed, source, differences }) =>
      failures.push(`seed ${seed}\n${source}\n${differences.join("\n")}`),
    );
    assert.deepEqual(failures, []);
    assert.isAbove(tally.compared, SERIES.runs / 3);
    assert.isAbove(tally.fewer, tally.compared / 4);
  });
});

describe("[T] TLC's states of a reduced specification are those of the model at which contexts stop", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`for ${title}`, async () => {
      const outcome = compileProgram(programOf(source), () => null, REDUCTIONS);
      if ("diagnostics" in outcome) throw new Error("rejected");
      const { compilation } = outcome;
      const result = await runDumping(compilation, compilation.emitted.runs.survey, false);
      assert.equal(result.outcome, "verified", "text" in result ? result.text : JSON.stringify(result.process));
      const dump = parseDot(result.dot ?? "");
      if (dump === null) throw new Error("TLC's dump cannot be read");
      const read = stateReader(compilation.located, compilation.emitted.variables);
      const theirs = new Set([...dump.states.values()].map((state) => canonicalText(read(state))));
      const mine = allFindings(compilation.located, compilation.passed, 200_000).states.map((cells) =>
        canonicalText(decode(compilation.located, cells)),
      );
      assert.deepEqual(
        mine.filter((text) => !theirs.has(text)),
        [],
      );
      assert.equal(theirs.size, mine.length);
    });
  }
});
