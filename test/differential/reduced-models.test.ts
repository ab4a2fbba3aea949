import { assert } from "chai";
import type { Reduction } from "../../codegen/analysis/reductions.js";
import { crowdsOf } from "../../codegen/analysis/symmetry.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { canonicalText, decode } from "../../interpreter/index.js";
import { parseDot } from "../../tla-tools/index.js";
import { allFindings } from "../support/all-findings.js";
import { locatedOf, programOf } from "../support/compile.js";
import { NESTING, PREEMPT_RT } from "../support/compile-model.js";
import { runDumping } from "../support/equal-graphs.js";
import { LOCK_MODELS } from "../support/lock-models.js";
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
    assert.isAbove(tally.compared, SERIES.runs / 3);
    assert.isAbove(tally.fewer, tally.compared / 4);
  });
});

describe("[T] TLC's states of a reduced specification are those of the model at which contexts stop", function () {
  this.timeout(120_000);

  for (const [title, source] of Object.entries(SMALL_MODELS)) {
    it(`for ${title}`, async () => {
      const compilation = reducedBy(source, ["steps"]);
      const theirs = await statesOfTlc(compilation);
      const mine = statesOfModel(compilation);
      assert.deepEqual(onlyIn(mine, theirs), []);
      assert.deepEqual(onlyIn(theirs, mine), []);
    });
  }
});

describe("[T] TLC sees one state of those that differ only in which context is which", function () {
  this.timeout(120_000);

  const ALIKE: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(SMALL_MODELS).filter(([, source]) => crowdsOf(locatedOf(source)).length > 0)),
    "three tasks with locals and two locks": `const a = spinlock_t(); const b = mutex(); let x = int(0, 3);
function f() { mutex_lock(b); const y = x; mutex_unlock(b); spin_lock(a); if (y < 3) x = y; spin_unlock(a); const z = choose(0, 1); mutex_lock(b); x = z; mutex_unlock(b); }
tasks("t", 3, f); task("other", () => { spin_lock(a); x = 2; spin_unlock(a); });`,
  };
  for (const [title, source] of Object.entries(ALIKE)) {
    it(`for ${title}`, async () => {
      const compilation = reducedBy(source, ["steps", "symmetry"]);
      const theirs = await statesOfTlc(compilation);
      const mine = statesOfModel(compilation);
      const alike = (states: ReadonlySet<string>): ReadonlySet<string> =>
        new Set([...states].map((state) => leastOfAlike(state, compilation.crowds)));
      assert.isAbove(compilation.crowds.length, 0);
      assert.deepEqual(onlyIn(alike(mine), alike(theirs)), []);
      assert.deepEqual(onlyIn(theirs, mine), []);
      assert.equal(theirs.size, alike(mine).size);
      assert.isBelow(theirs.size, mine.size);
    });
  }
});

function reducedBy(source: string, reductions: readonly Reduction[]): Compilation {
  const outcome = compileProgram(programOf(source), () => null, reductions);
  if ("diagnostics" in outcome) throw new Error("rejected");
  return outcome.compilation;
}

async function statesOfTlc(compilation: Compilation): Promise<ReadonlySet<string>> {
  const result = await runDumping(compilation, compilation.emitted.runs.survey, false);
  assert.equal(result.outcome, "verified", "text" in result ? result.text : JSON.stringify(result.process));
  const dump = parseDot(result.dot ?? "");
  if (dump === null) throw new Error("TLC's dump cannot be read");
  const read = stateReader(compilation.located, compilation.emitted.variables);
  return new Set([...dump.states.values()].map((state) => canonicalText(read(state))));
}

function statesOfModel({ located, passed }: Compilation): ReadonlySet<string> {
  return new Set(allFindings(located, passed, 200_000).states.map((cells) => canonicalText(decode(located, cells))));
}

function onlyIn(left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] {
  return [...left].filter((text) => !right.has(text));
}

/** The least text of a state under all exchanges of contexts of a crowd. */
function leastOfAlike(state: string, crowds: readonly (readonly string[])[]): string {
  const all = crowds.reduce<string[]>(
    (texts, crowd) => texts.flatMap((text) => permutations(crowd).map((others) => renamed(text, crowd, others))),
    [state],
  );
  return all.sort()[0] ?? state;
}

function renamed(state: string, from: readonly string[], to: readonly string[]): string {
  const marked = from.reduce((text, id, index) => text.replaceAll(`[${id}]`, `[#${index}]`).replaceAll(`"${id}\\`, `"#${index}\\`), state);
  const text = to.reduce((rest, id, index) => rest.replaceAll(`[#${index}]`, `[${id}]`).replaceAll(`"#${index}\\`, `"${id}\\`), marked);
  const parts: unknown = JSON.parse(text);
  return Array.isArray(parts) ? JSON.stringify(parts.map((part) => JSON.stringify(part)).sort()) : text;
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
