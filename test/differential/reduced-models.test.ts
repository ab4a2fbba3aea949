import { assert } from "chai";
import type { Reduction } from "../../codegen/analysis/reductions.js";
import { crowdsOf } from "../../codegen/analysis/symmetry.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { canonicalText, decode } from "../../interpreter/index.js";
import { ALIKE_MODELS } from "../support/alike-models.js";
import { locatedOf, programOf } from "../support/compile.js";
import { compile, NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { LOCK_MODELS } from "../support/lock-models.js";
import { SMALL_MODELS } from "../support/small-models.js";
import { modelOf, seedOf } from "./drawn-models.js";
import { compareExchanged, onlyIn, statesOfModel, statesOfTlc } from "./exchanged-states.js";
import { compareReduced, runReducedSeries } from "./reduced-runs.js";

/** The series that CI runs; `npm run fuzz:reductions -- --seed N --runs N` runs others. */
const SERIES = { seed: 3, runs: 15, maxStates: 1500 } as const;

/** The series of random models whose states TLC is asked for. */
const EXCHANGING = { seed: 5, models: 4 } as const;

describe("[U] reductions lose no finding and no place", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
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
  });
});

describe("[T] TLC's states of a reduced specification are those of the model at which contexts stop", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`for ${title}`, async () => {
      const compilation = reducedBy(source, ["steps"]);
      const theirs = await statesOfTlc(compilation);
      const mine = new Set(statesOfModel(compilation).states.map((cells) => canonicalText(decode(compilation.located, cells))));
      assert.deepEqual(onlyIn(mine, theirs), []);
      assert.deepEqual(onlyIn(theirs, mine), []);
    });
  }
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
      const compilation = reducedBy(source, ["steps", "symmetry"]);
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

function reducedBy(source: string, reductions: readonly Reduction[]): Compilation {
  const outcome = compileProgram(programOf(source), () => null, reductions);
  if ("diagnostics" in outcome) throw new Error("rejected");
  return outcome.compilation;
}
