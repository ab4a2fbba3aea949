import { assert } from "chai";
import { drawnModels } from "./drawn-models.js";
import { runSeries } from "./random-runs.js";

/** The series that CI runs; `npm run fuzz -- --seed N --runs N` runs others. Small models: a difference shows in small ones, too. */
const SEED = 1;
const SERIES = { runs: 300, lanes: 2, limitMs: Number.POSITIVE_INFINITY, maxStates: 1500 } as const;

describe("[T] random models", function () {
  this.timeout(1_200_000);

  it(`have equal state graphs and agreeing verdicts in TLC and the interpreter (seed ${SEED})`, async () => {
    const { tally, failures } = await runSeries({ ...SERIES, models: drawnModels(SEED) });
    assert.deepEqual(
      failures.map(({ seed, source, differences }) => `seed ${seed}\n${source}\n${differences.slice(0, 3).join("\n")}`),
      [],
    );
    assert.isAtLeast(tally.compared, SERIES.runs);
    assert.isBelow(tally.rejected, tally.models / 5);
    assert.isAbove(tally.states, 10_000);
  });
});
