// A repaired model of io_uring cannot do without any of the locks that its functions take, unless it says why. Some models, in the time that there is;
// models/README.md has the command for all.

import { assert } from "chai";
import { mutate } from "../../harness/mutate.js";
import { mergedMutants, mutationScore } from "../../report/mutation.js";
import { inClone } from "../support/clone.js";

const MODELS = [
  "models/io-uring/history/01-sequence-of-reordered-timeouts.ts",
  "models/io-uring/history/02-sequence-overflow.ts",
  "models/io-uring/history/10-remove-without-completion-lock.ts",
  "models/io-uring/history/12-links-of-cancelled-timeouts.ts",
  "models/io-uring/history/13-irqs-on-under-timeout-lock.ts",
  "models/io-uring/history/15-kill-counts-what-runs.ts",
  "models/io-uring/history/16-flush-removes-what-runs.ts",
  "models/io-uring/history/19-count-read-before-lock.ts",
  "models/io-uring/history/23-multishot-update.ts",
  "models/io-uring/history/26-retry-list-without-uring-lock.ts",
  // Most locks are taken in what the models share.
  "models/io-uring/lib",
];

describe("[E] locks of the repaired models of io_uring", function () {
  this.timeout(300_000);

  it("are missed when a function does without one of them, or the model says why not", async () => {
    const request = {
      models: MODELS,
      root: inClone("."),
      parameters: {},
      variants: ["after"],
      configurations: [],
      engine: "builtin",
      simulate: null,
      mutations: "locks",
      reductions: [],
      strict: false,
      workers: 1,
      timeoutMs: 30_000,
      heapMb: 512,
      cache: false,
    } as const;
    const mutants = mergedMutants(await mutate(request, {}, new AbortController().signal));
    assert.isAtLeast(mutationScore(mutants).killed, 16);
    assert.deepEqual(
      mutants.filter(({ outcome, explanation }) => outcome === "survived" && explanation === null).map(({ what, lines }) => [what, lines]),
      [],
    );
  });
});
