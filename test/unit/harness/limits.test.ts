import { assert } from "chai";
import { isTooLarge, limitsAlone, limitsBeside } from "../../../harness/run/limits.js";
import type { ResultBody } from "../../../harness/run/outcome.js";

describe("[U] harness: threads and deadlines", () => {
  const asked = { workers: "auto", timeoutMs: 60_000, engine: "tlc", simulate: null } as const;

  function inconclusive(reason: "timeout" | "out-of-memory"): ResultBody {
    const statistics = { generated: null, distinct: null, depth: null, queue: null, collisionProbability: null, reductions: [] };
    return { outcome: "inconclusive", reason, message: "", hints: [], statistics };
  }

  it("are what was asked for, when that is said", () => {
    assert.deepEqual(limitsBeside({ ...asked, workers: 3 }, 8), { workers: 3, timeoutMs: 60_000, attempt: "only" });
  });

  it("are one thread for a short time beside others, and then all for the whole time", () => {
    assert.deepEqual(limitsBeside(asked, 8), { workers: 1, timeoutMs: 10_000, attempt: "trial" });
    assert.deepEqual(limitsAlone(asked, 8), { workers: 8, timeoutMs: 60_000, attempt: "second" });
  });

  it("are one thread for the whole time where more of them, or of the time, cannot be had", () => {
    const only = { workers: 1, timeoutMs: 60_000, attempt: "only" };
    assert.deepEqual(limitsBeside(asked, 1), only);
    assert.deepEqual(limitsBeside({ ...asked, engine: "builtin" }, 8), only);
    assert.deepEqual(limitsBeside({ ...asked, simulate: 1000 }, 8), only);
    assert.deepEqual(limitsBeside({ ...asked, timeoutMs: 2_000 }, 8), { ...only, timeoutMs: 2_000 });
  });

  it("are all threads at once for a search with other machines", () => {
    const distributed = { host: "here", port: 10997, waitMs: 1000 };
    assert.deepEqual(limitsBeside({ ...asked, distributed }, 8), { workers: 8, timeoutMs: 60_000, attempt: "only" });
  });

  it("give a check another try only where a trial was out of time", () => {
    assert.isTrue(isTooLarge(inconclusive("timeout"), limitsBeside(asked, 8)));
    assert.isFalse(isTooLarge(inconclusive("timeout"), limitsBeside(asked, 1)));
    assert.isFalse(isTooLarge(inconclusive("timeout"), limitsAlone(asked, 8)));
    assert.isFalse(isTooLarge(inconclusive("out-of-memory"), limitsBeside(asked, 8)));
  });
});
