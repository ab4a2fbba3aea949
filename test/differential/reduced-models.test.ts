import { assert } from "chai";
import { crowdsOf } from "../../codegen/analysis/symmetry.js";
import { compileProgram } from "../../codegen/compile.js";
import { ALIKE_MODELS } from "../support/alike-models.js";
import { compilationOf, locatedOf } from "../support/compile.js";
import { compile, NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { LOCK_MODELS } from "../support/lock-models.js";
import { SLICED_MODELS } from "../support/sliced-models.js";
import { SMALL_MODELS } from "../support/small-models.js";
import { modelOf, seedOf } from "./drawn-models.js";
import { compareExchanged, onlyIn, statesOfModel, statesOfTlc, statesSaid } from "./exchanged-states.js";
import { runSeries } from "./random-runs.js";
import { compareReduced, reducibleModels, runReducedSeries } from "./reduced-runs.js";
import { compareReducedVerdict } from "./reduced-verdicts.js";

/** The series that CI runs; `npm run fuzz:reductions -- --seed N --runs N` runs others. */
const SERIES = { seed: 3, runs: 15, maxStates: 1500 } as const;

/** The series of random models that TLC judges; `npm run fuzz:verdicts` takes others. */
const JUDGED = { seed: 3, runs: 25, lanes: 2, limitMs: Number.POSITIVE_INFINITY, maxStates: 1500 } as const;

/** The series of random models whose states TLC is asked for. */
const EXCHANGING = { seed: 5, models: 4 } as const;

describe("[U] reductions lose no finding and no place", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries({ ...SMALL_MODELS, ...SLICED_MODELS })) {
    it(`of ${title}`, () => {
      assert.deepEqual(compareReduced(locatedOf(source), 100_000).differences, []);
    });
  }

  for (const configuration of [NESTING, PREEMPT_RT]) {
    for (const [title, source] of Object.entries(LOCK_MODELS)) {
      it(`of ${title}, on ${configuration.name}`, () => {
        assert.deepEqual(compareReduced(locatedOf(source, { configuration }), 100_000).differences, []);
      });
    }
  }

  it(`of random models (seed ${SERIES.seed})`, () => {
    const failures: string[] = [];
    const tally = runReducedSeries(SERIES, ({ seed, source, differences }) =>
      failures.push(`seed ${seed}\n${source}\n${differences.join("\n")}`),
    );
    assert.deepEqual(failures, []);
    assert.equal(tally.compared, SERIES.runs);
    assert.isAbove(tally.fewer, tally.compared / 4);
    assert.isAbove(tally.slicing, tally.compared / 4);
  });
});

describe("[T] TLC's states of a reduced specification are those of the model at which contexts stop", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`for ${title}`, async () => {
      const compilation = compilationOf(source, {}, ["steps"]);
      const theirs = await statesOfTlc(compilation);
      const mine = statesSaid(compilation, statesOfModel(compilation));
      assert.deepEqual(onlyIn(mine, theirs), []);
      assert.deepEqual(onlyIn(theirs, mine), []);
    });
  }
});

describe("[T] TLC's states of a slice are those of the model without what is left out", function () {
  this.timeout(120_000);

  for (const reductions of [["slice"], ["slice", "steps"], ["slice", "steps", "symmetry"]] as const) {
    for (const [title, source] of Object.entries(SLICED_MODELS)) {
      it(`for ${title}, reduced by ${reductions.join(", ")}`, async () => {
        const compilation = compilationOf(source, {}, reductions);
        assert.include(compilation.reductions, "slice");
        const found = statesOfModel(compilation);
        const { differences, theirs } = await compareExchanged(compilation, found);
        assert.deepEqual(differences, []);
        assert.isBelow(theirs, statesOfModel({ ...compilation, passed: new Set() }).states.length);
      });
    }
  }
});

describe("[T] TLC's verdict on a reduced specification is one of the interpreter's on the model", function () {
  this.timeout(240_000);

  it(`for ${JUDGED.runs} random models (seed ${JUDGED.seed})`, async () => {
    const { seed, ...series } = JUDGED;
    const { tally, failures } = await runSeries({ ...series, models: reducibleModels(seed), compare: compareReducedVerdict });
    assert.deepEqual(
      failures.map(({ source, differences }) => `${source}\n${differences.join("\n")}`),
      [],
    );
    assert.equal(tally.compared, JUDGED.runs);
    assert.isAbove(tally.verdicts.get("verified") ?? 0, JUDGED.runs / 5);
  });
});

describe("[T] TLC sees one state of those that differ only in which context or object is which", function () {
  this.timeout(120_000);

  const ALIKE: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(SMALL_MODELS).filter(([, source]) => crowdsOf(locatedOf(source)).length > 0)),
    "three tasks with locals and two locks": `const a = spinlock_t(); const b = mutex(); let x = int(0, 3);
function f() { mutex_lock(b); const y = x; mutex_unlock(b); spin_lock(a); if (y < 3) x = y; spin_unlock(a); const z = choose(0, 1); mutex_lock(b); x = z; mutex_unlock(b); }
tasks("t", 3, f); task("other", () => { spin_lock(a); x = 2; spin_unlock(a); });`,
    ...ALIKE_MODELS,
  };
  for (const [title, source] of Object.entries(ALIKE)) {
    it(`for ${title}`, async () => {
      const compilation = compilationOf(source, {}, ["steps", "symmetry"]);
      assert.isAbove(compilation.crowds.length + compilation.alike.length, 0);
      const { differences, theirs, mine } = await compareExchanged(compilation, statesOfModel(compilation));
      assert.deepEqual(differences, []);
      assert.isBelow(theirs, mine);
    });
  }

  it(`for ${EXCHANGING.models} random models with objects that can change places (seed ${EXCHANGING.seed})`, async () => {
    let compared = 0;
    for (let index = 0; compared < EXCHANGING.models; index++) {
      const source = modelOf(seedOf(EXCHANGING.seed, index));
      const { program } = compile(source);
      const outcome = program === null ? null : compileProgram(program, () => null, ["symmetry"]);
      if (outcome === null || "diagnostics" in outcome || outcome.compilation.alike.length === 0) continue;
      if (outcome.compilation.emitted.runs.survey.view === null) continue;
      const found = statesOfModel(outcome.compilation, 3000);
      if (!found.complete) continue;
      compared++;
      const { differences } = await compareExchanged(outcome.compilation, found);
      assert.deepEqual(differences, [], source);
    }
  });
});
