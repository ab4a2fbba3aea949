import { setTimeout as delay } from "node:timers/promises";
import { assert } from "chai";
import { lanesOf, openLanes, TOO_LARGE } from "../../../harness/schedule.js";

describe("[U] harness schedule", () => {
  async function order(sizes: readonly number[], lanes: number) {
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const work = async (size: number): Promise<string> => {
      started.push(size);
      most = Math.max(most, ++running);
      await delay(1);
      running -= 1;
      return `done ${size}`;
    };
    const open = openLanes(lanes, (size) => size, work);
    for (const size of sizes) open.add(size);
    const results = await open.results();
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

  it("begins before everything has come, and takes the largest of what waits", async () => {
    const started: number[] = [];
    const work = async (size: number): Promise<void> => {
      started.push(size);
      await delay(5);
    };
    const open = openLanes(1, (size: number) => size, work);
    open.add(1);
    await delay(1);
    for (const size of [2, 4, 3]) open.add(size);
    await open.results();
    assert.deepEqual(started, [1, 4, 3, 2]);
  });

  it("leaves what is too large for its end, one after the other", async () => {
    const done: string[] = [];
    let running = 0;
    const tell = async (text: string): Promise<string> => {
      running += 1;
      await delay(1);
      done.push(`${text} ${running}`);
      running -= 1;
      return text;
    };
    const open = openLanes(
      2,
      (size: number) => size,
      async (size) => (size > 5 ? TOO_LARGE : tell(`${size} beside`)),
      (size) => tell(`${size} alone`),
    );
    for (const size of [7, 1, 2, 9]) open.add(size);
    assert.deepEqual(await open.results(), ["7 alone", "1 beside", "2 beside", "9 alone"]);
    assert.sameMembers(done, ["2 beside 2", "1 beside 1", "9 alone 1", "7 alone 1"]);
  });

  it("tells of work that fails when its results are asked for", async () => {
    const open = openLanes(
      1,
      () => 0,
      (item: string) => (item === "bad" ? Promise.reject(new Error(item)) : Promise.resolve(item)),
    );
    for (const item of ["bad", "good"]) open.add(item);
    await delay(1);
    assert.strictEqual(await open.results().then(String, String), "Error: bad");
  });

  it("has one lane at least, however many workers each check has", () => {
    assert.strictEqual(lanesOf({ workers: 100_000 }), 1);
    assert.isAtLeast(lanesOf({ workers: "auto" }), 1);
  });
});
