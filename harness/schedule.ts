// In which order checks run, and how many at a time. With the largest first, no core waits at the end for a large one that
// began late; and the first runs while others are still compiled. What turns out to be too large for a lane has all processors at the end.

import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { CheckRequest } from "./request.js";

/** How many checks run at a time. */
export function lanesOf({ workers }: Pick<CheckRequest, "workers">): number {
  return workers === "auto" ? availableParallelism() : Math.max(1, Math.floor(availableParallelism() / workers));
}

/** Of work that is too large to be done beside other work. */
export const TOO_LARGE = Symbol("too large");

/** Work that is given out while more of it comes. */
export interface Lanes<Item, Result> {
  /** What is added before the first lane is free is begun in the order of its sizes. */
  readonly add: (item: Item) => void;
  /** When all that was added is done, in the order in which it was added. */
  readonly results: () => Promise<readonly Result[]>;
}

/**
 * Works on what is added, the largest of what waits first, on so many items at a time; `alone` on what was too large, one after the other, when
 * all else is done.
 */
export function openLanes<Item, Result>(
  lanes: number,
  sizeOf: (item: Item) => number,
  work: (item: Item) => Promise<Result | typeof TOO_LARGE>,
  alone?: (item: Item) => Promise<Result>,
): Lanes<Item, Result> {
  const limit = pLimit(lanes);
  const waiting: { readonly item: Item; readonly index: number; readonly size: number }[] = [];
  const results: Result[] = [];
  const large: { readonly item: Item; readonly index: number }[] = [];
  const turns: Promise<void>[] = [];
  const workOnLargest = async (): Promise<void> => {
    const largest = waiting.reduce((one, other) => (other.size > one.size ? other : one));
    waiting.splice(waiting.indexOf(largest), 1);
    const result = await work(largest.item);
    if (result !== TOO_LARGE) results[largest.index] = result;
    else large.push(largest);
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
      if (alone !== undefined) for (const { item, index } of large.splice(0)) results[index] = await alone(item);
      return results;
    },
  };
}
