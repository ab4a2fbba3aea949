import { assert } from "chai";
import { isTooLarge, limitsAlone, limitsBeside } from "../../../harness/run/limits.js";
import type { ResultBody } from "../../../harness/run/outcome.js";

describe("[U] harness: threads and deadlines", () => {
  const asked = { workers: "auto", timeoutMs: 60_000 } as const;

  function inconclusive(reason: "timeout" | "out-of-memory"): ResultBody {
    const statistics = { generated: null, distinct: null, depth: null, queue: null, collisionProbability: null, reductions: [] };
    return { outcome: "inconclusive", reason, message: "", hints: [], statistics };
  }

  it("are what was asked for, when that is said", () => {
    assert.deepEqual(limitsBeside({ workers: 3, timeoutMs: 60_000 }, 8), { workers: 3, timeoutMs: 60_000 });
  });

  it("are one thread for a short time beside others, and then all for the whole time", () => {
    assert.deepEqual(limitsBeside(asked, 8), { workers: 1, timeoutMs: 10_000 });
    assert.deepEqual(limitsBeside({ workers: "auto", timeoutMs: 2_000 }, 8), { workers: 1, timeoutMs: 2_000 });
    assert.deepEqual(limitsAlone(asked, 8), { workers: 8, timeoutMs: 60_000 });
  });

  it("are one thread for the whole time where there is only one processor", () => {
    assert.deepEqual(limitsBeside(asked, 1), { workers: 1, timeoutMs: 60_000 });
  });

  it("give a check another try only where it was out of a time that is not all it has", () => {
    const limits = limitsBeside(asked, 8);
    assert.isTrue(isTooLarge(inconclusive("timeout"), limits, asked));
    assert.isFalse(isTooLarge(inconclusive("timeout"), limits, { workers: "auto", timeoutMs: 10_000 }));
    assert.isFalse(isTooLarge(inconclusive("timeout"), limitsBeside(asked, 1), asked));
    assert.isFalse(isTooLarge(inconclusive("out-of-memory"), limits, asked));
  });
});
