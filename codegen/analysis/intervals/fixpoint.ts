// One environment for each node, that holds whichever way the node was reached: upwards with widening at the entries of loops, until nothing
// changes; then downwards again, since the conditions of loops take back most of what widening gave away.

import type { Node } from "../../ir/graph.js";
import type { Body } from "./body.js";
import { type Environment, joined, joinedAll, lookUp, NOTHING_STORED, sameEnvironment, withKnown } from "./environment.js";
import type { Way } from "./flow.js";
import type { Interval } from "./interval.js";
import type { Known } from "./known.js";

/** A loop entry may change so often before it is widened, and so often before it is widened without thresholds, and in all locals. */
const EXACT_ROUNDS = 2;
const THRESHOLD_ROUNDS = 60;
const LAST_ROUNDS = 200;
const NARROWING_ROUNDS = 8;

/** Environments by node; a node that is not there is never reached. */
export function fixpoint(body: Body): ReadonlyMap<string, Environment> {
  return narrowedAgain(body, climb(body));
}

function climb(body: Body): ReadonlyMap<string, Environment> {
  const known = new Map<string, Environment>([[body.entry, NOTHING_STORED]]);
  const rounds = new Map<string, number>();
  const pending = new Set([body.entry]);
  while (pending.size > 0) {
    for (const node of body.nodes) {
      const environment = known.get(node.id);
      if (!pending.delete(node.id) || environment === undefined) continue;
      for (const way of body.ways(node, environment, "joining")) {
        const before = known.get(way.next);
        const after = before === undefined ? way.environment : widened(body, way, before, rounds);
        if (before !== undefined && sameEnvironment(before, after)) continue;
        known.set(way.next, after);
        pending.add(way.next);
      }
    }
  }
  return known;
}

function widened(body: Body, { next, environment }: Way, before: Environment, rounds: Map<string, number>): Environment {
  const together = joined(before, environment);
  const loop = body.loops.get(next);
  if (loop === undefined || sameEnvironment(before, together)) return together;
  const round = (rounds.get(next) ?? 0) + 1;
  rounds.set(next, round);
  if (round <= EXACT_ROUNDS) return together;
  const thresholds = round <= THRESHOLD_ROUNDS ? body.thresholds : [];
  const names = round <= LAST_ROUNDS ? loop : together.keys();
  return [...names].reduce((result, name) => widenedIn(result, name, before, thresholds), together);
}

function widenedIn(together: Environment, name: string, before: Environment, thresholds: readonly number[]): Environment {
  const [old, now]: readonly Known[] = [lookUp(before, name), lookUp(together, name)];
  if (old?.integers == null || now?.integers == null) return together;
  return withKnown(together, name, { ...now, integers: stretched(old.integers, now.integers, thresholds) });
}

/** An end that moved moves on to the next threshold. */
function stretched(old: Interval, now: Interval, thresholds: readonly number[]): Interval {
  return {
    low: now.low < old.low ? (thresholds.findLast((threshold) => threshold <= now.low) ?? -Infinity) : now.low,
    high: now.high > old.high ? (thresholds.find((threshold) => threshold >= now.high) ?? Infinity) : now.high,
  };
}

function narrowedAgain(body: Body, known: ReadonlyMap<string, Environment>): ReadonlyMap<string, Environment> {
  let current = known;
  const ways = new Map(body.nodes.map((node) => [node.id, waysFrom(body, node, known.get(node.id))]));
  for (let round = 0; round < NARROWING_ROUNDS; round++) {
    const next = descend(body, ways);
    const settled = next.size === current.size && [...next].every(([id, environment]) => isSettled(environment, current.get(id)));
    current = next;
    if (settled) break;
  }
  return current;
}

function isSettled(environment: Environment, before: Environment | undefined): boolean {
  return before !== undefined && sameEnvironment(environment, before);
}

/** One pass over the nodes, each from the ways that lead to it now; brings `ways` up to date. */
function descend(body: Body, ways: Map<string, readonly Way[]>): ReadonlyMap<string, Environment> {
  const result = new Map<string, Environment>();
  for (const node of body.nodes) {
    const start = node.id === body.entry ? [NOTHING_STORED] : [];
    const incoming = (body.before.get(node.id) ?? []).flatMap((from) => (ways.get(from) ?? []).filter((way) => way.next === node.id));
    const environment = joinedAll([...start, ...incoming.map((way) => way.environment)]);
    if (environment !== null) result.set(node.id, environment);
    ways.set(node.id, waysFrom(body, node, environment));
  }
  return result;
}

function waysFrom(body: Body, node: Node, environment: Environment | null | undefined): readonly Way[] {
  return environment == null ? [] : body.ways(node, environment, "joining");
}
