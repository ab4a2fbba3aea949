// In which order checks run, and how many at a time. With the largest first, no core waits at the end for a large one that began late.

import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { CheckRequest } from "./request.js";

/** How many checks run at a time. */
export function lanesOf({ workers }: Pick<CheckRequest, "workers">): number {
  return Math.max(1, Math.floor(availableParallelism() / workers));
}

/** Works on all items, the largest first; results in the order of the items. */
export function largestFirst<Item, Result>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const limit = pLimit(lanes);
  const results: Promise<Result>[] = [];
  const bySize = items
    .map((item, index) => ({ item, index, size: sizeOf(item) }))
    .sort((a, b) => (a.size === b.size ? 0 : b.size - a.size));
  for (const { item, index } of bySize) results[index] = limit(() => work(item));
  return Promise.all(results);
}
