// In which order checks run, and how many at a time. With the largest first, no core waits at the end for a large one that
// began late; and the first runs while others are still compiled.

import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { CheckRequest } from "./request.js";

/** How many checks run at a time. */
export function lanesOf({ workers }: Pick<CheckRequest, "workers">): number {
  return Math.max(1, Math.floor(availableParallelism() / workers));
}

/** Work that is given out while more of it comes. */
export interface Lanes<Item, Result> {
  /** What is added before the first lane is free is begun in the order of its sizes. */
  readonly add: (item: Item) => void;
  /** When all that was added is done, in the order in which it was added. */
  readonly results: () => Promise<readonly Result[]>;
}

/** Works on what is added, the largest of what waits first, on so many items at a time. */
export function openLanes<Item, Result>(
  lanes: number,
  sizeOf: (item: Item) => number,
  work: (item: Item) => Promise<Result>,
): Lanes<Item, Result> {
  const limit = pLimit(lanes);
  const waiting: { readonly item: Item; readonly index: number; readonly size: number }[] = [];
  const results: Result[] = [];
  const turns: Promise<void>[] = [];
  const workOnLargest = async (): Promise<void> => {
    const largest = waiting.reduce((one, other) => (other.size > one.size ? other : one));
    waiting.splice(waiting.indexOf(largest), 1);
    results[largest.index] = await work(largest.item);
  };
  return {
    add(item) {
      waiting.push({ item, index: turns.length, size: sizeOf(item) });
      const turn = limit(workOnLargest);
      // Told by `results`, also when that is asked later.
      turn.catch(() => undefined);
      turns.push(turn);
    },
    async results() {
      await Promise.all(turns);
      return results;
    },
  };
}
