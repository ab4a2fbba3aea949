// The shipped models are good enough to notice nearly every small mistake in them; what they do not notice, they explain.

import { assert } from "chai";
import { mutate } from "../../harness/mutate.js";
import { mergedMutants, mutationScore } from "../../report/mutation.js";
import { inClone } from "../support/clone.js";

describe("[E] mutants of the shipped patterns", function () {
  this.timeout(300_000);

  it("are killed, at least 95 of 100, and every survivor is explained", async () => {
    const request = {
      models: ["models/patterns", "models/lib"],
      root: inClone("."),
      parameters: {},
      variants: [],
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
    const mutants = mergedMutants(await mutate(request, {}, new AbortController().signal));
    // A library of models is killed by what its own models say; what these do not notice in it is explained there.
    const own = mutants.filter(({ lines }) => lines.some(({ file }) => file.startsWith("models/patterns/")));
    const { killed, changing } = mutationScore(own);
    assert.isAtLeast(changing, 200);
    assert.isAtLeast(killed / changing, 0.95);
    assert.deepEqual(
      mutants.filter(({ outcome, explanation }) => outcome === "survived" && explanation === null).map(({ what, lines }) => [what, lines]),
      [],
    );
  });
});
