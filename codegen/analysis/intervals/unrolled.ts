// Executions of a body without joining them, shared data being anything that it can be: tells what depends on several locals at once,
// as in `for (const t of timers) count++` or `while (!done) { i++; if (i === 3) done = true; }`. Ends only when a budget does, or when all is seen.

import type { Body } from "./body.js";
import { type Environment, NOTHING_STORED } from "./environment.js";
import { isBounded } from "./interval.js";

/** So much is looked at: each pair of a node and an environment counts for the locals in it. */
const BUDGET = 100_000;

/** The environments that each node is reached with; null when there are too many, or a local has no bound. `apart`: see `Mode`. */
export function unrolled(body: Body, apart: number): ReadonlyMap<string, readonly Environment[]> | null {
  const nodes = new Map(body.nodes.map((node) => [node.id, node]));
  const found = new Map<string, Map<string, Environment>>();
  const pending = [{ next: body.entry, environment: NOTHING_STORED }];
  let looked = 0;
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    const node = nodes.get(way.next);
    if (node === undefined) throw new Error(`no node '${way.next}'`);
    const here = found.get(way.next) ?? new Map<string, Environment>();
    found.set(way.next, here);
    const key = JSON.stringify([...way.environment].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (here.has(key)) continue;
    looked += 1 + way.environment.size;
    if (looked > BUDGET || hasUnbounded(way.environment)) return null;
    here.set(key, way.environment);
    pending.push(...body.ways(node, way.environment, { apart }));
  }
  return new Map([...found].map(([id, environments]) => [id, [...environments.values()]]));
}

function hasUnbounded(environment: Environment): boolean {
  return [...environment.values()].some(({ integers }) => integers !== null && !isBounded(integers));
}
