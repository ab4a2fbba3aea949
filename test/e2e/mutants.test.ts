// The shipped models are good enough to notice nearly every small mistake in them; what they do not notice, they explain.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { mutate } from "../../harness/mutate.js";
import type { Mutant } from "../../harness/result.js";
import { mergedMutants, mutationScore } from "../../report/mutation.js";
import { inClone } from "../support/clone.js";
import { writtenRows } from "../support/verdict-table.js";

async function mutantsOf(models: readonly string[], variants: readonly string[] = []): Promise<readonly Mutant[]> {
  const request = {
    models,
    root: inClone("."),
    parameters: {},
    variants,
    configurations: [],
    engine: "builtin",
    simulate: null,
    reductions: [],
    strict: false,
    workers: 1,
    timeoutMs: 30_000,
    heapMb: 512,
    cache: false,
  } as const;
  return mergedMutants(await mutate(request, {}, new AbortController().signal));
}

const unexplained = (mutants: readonly Mutant[]) =>
  mutants.filter(({ outcome, explanation }) => outcome === "survived" && explanation === null).map(({ what, lines }) => [what, lines]);

describe("[E] mutants of the shipped patterns", function () {
  this.timeout(300_000);

  it("are killed, at least 95 of 100, and every survivor is explained", async () => {
    const mutants = await mutantsOf(["models/patterns", "models/lib"]);
    // A library of models is killed by what its own models say; what these do not notice in it is explained there.
    const own = mutants.filter(({ lines }) => lines.some(({ file }) => file.startsWith("models/patterns/")));
    const { killed, changing } = mutationScore(own);
    assert.isAtLeast(changing, 200);
    assert.isAtLeast(killed / changing, 0.95);
    assert.deepEqual(unexplained(mutants), []);
  });
});

/** The repaired versions that have few states, by the table of models/README.md: docs/fuzzing.md has the command for all. */
function smallRepairedModels(): readonly string[] {
  const rows = writtenRows(readFileSync(inClone("models", "README.md"), "utf8")).map((row) => row.split("|").map((cell) => cell.trim()));
  return rows.flatMap(([, model = "", version, , verdict, states]) =>
    model.startsWith("`history/") && version === "after" && verdict === "verified" && Number(states) <= MOST_STATES
      ? [`models/io-uring/${model.replaceAll("`", "")}.ts`]
      : [],
  );
}

const MOST_STATES = 250;

describe("[E] mutants of the repaired versions of io_uring's bugs", function () {
  this.timeout(300_000);

  it("are killed where the model is small, at least 95 of 100, and every survivor is explained", async () => {
    const models = smallRepairedModels();
    assert.isAtLeast(models.length, 10);
    const mutants = await mutantsOf(models, ["after"]);
    const { killed, changing } = mutationScore(mutants);
    assert.isAtLeast(changing, 100);
    assert.isAtLeast(killed / changing, 0.95);
    assert.deepEqual(unexplained(mutants), []);
  });
});
