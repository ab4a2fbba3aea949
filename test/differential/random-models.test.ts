import { assert } from "chai";
import { runSeries } from "./random-runs.js";

/** The series that CI runs; `npm run fuzz -- --seed N --runs N` runs others. */
const SERIES = { seed: 1, runs: 60, lanes: 2, limitMs: 200_000, maxStates: 6000 } as const;

describe("[T] random models", function () {
  this.timeout(300_000);

  it(`have equal state graphs and agreeing verdicts in TLC and the interpreter (seed ${SERIES.seed})`, async () => {
    const { tally, failures } = await runSeries(SERIES);
    assert.deepEqual(
      failures.map(({ seed, source, differences }) => `seed ${seed}\n${source}\n${differences.slice(0, 3).join("\n")}`),
      [],
    );
    assert.isAtLeast(tally.models, SERIES.runs / 2);
    assert.isBelow(tally.rejected, tally.models / 5);
    assert.isAbove(tally.states, 1000);
  });
});
