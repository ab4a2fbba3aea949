// The shipped models are good enough to notice nearly every small mistake in them; what they do not notice, they explain.

import { assert } from "chai";
import { mutate } from "../../harness/mutate.js";
import { mergedMutants, mutationScore } from "../../report/mutation.js";
import { inClone } from "../support/clone.js";

/** The patterns that have been gone through; those of memory, deferred work, RCU and later lock kinds have not. */
const MODELS = [
  "models/patterns/ab-ba.ts",
  "models/patterns/cancel-under-lock.ts",
  "models/patterns/double-list-add.ts",
  "models/patterns/irq-on-holder.ts",
  "models/patterns/lost-update.ts",
  "models/patterns/lost-wakeup.ts",
  "models/patterns/missing-unlock.ts",
  "models/patterns/mutex-under-spinlock.ts",
  "models/patterns/raw-over-sleeping.ts",
  "models/patterns/sleep-in-atomic.ts",
];

describe("[E] mutants of the shipped patterns", function () {
  this.timeout(300_000);

  it("are killed, at least 95 of 100, and every survivor is explained", async () => {
    const request = {
      models: MODELS,
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
    const { killed, changing } = mutationScore(mutants);
    assert.isAtLeast(changing, 80);
    assert.isAtLeast(killed / changing, 0.95);
    assert.deepEqual(
      mutants.filter(({ outcome, explanation }) => outcome === "survived" && explanation === null).map(({ what, lines }) => [what, lines]),
      [],
    );
  });
});
