import { setTimeout as delay } from "node:timers/promises";
import { assert } from "chai";
import { lanesOf, largestFirst } from "../../../harness/schedule.js";

describe("[U] harness schedule", () => {
  async function order(sizes: readonly number[], lanes: number) {
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const results = await largestFirst(
      sizes,
      (size) => size,
      lanes,
      async (size) => {
        started.push(size);
        most = Math.max(most, ++running);
        await delay(1);
        running -= 1;
        return `done ${size}`;
      },
    );
    return { started, most, results };
  }

  it("starts with the largest, and gives results in the order of the items", async () => {
    const { started, results } = await order([3, 9, 1, Number.POSITIVE_INFINITY, 9, Number.POSITIVE_INFINITY], 1);
    assert.deepEqual(started, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 9, 9, 3, 1]);
    assert.deepEqual(results, ["done 3", "done 9", "done 1", "done Infinity", "done 9", "done Infinity"]);
  });

  it("runs as many at a time as there are lanes", async () => {
    assert.strictEqual((await order([1, 2, 3, 4, 5, 6, 7], 3)).most, 3);
    assert.strictEqual((await order([1, 2], 3)).most, 2);
  });

  it("has one lane at least, however many workers each check has", () => {
    assert.strictEqual(lanesOf({ workers: 100_000 }), 1);
  });
});
