// A fair execution that stays in a component, as a way there and a loop: the loop has, for every context, an edge by it or a state where it
// is not enabled.

import type { FairComponent } from "./fairness.js";
import type { GraphEdge, StateGraph } from "./state-graph.js";

export interface Lasso {
  /** From the first state to the last one before the loop closes. */
  readonly path: readonly number[];
  /** Place in `path` where the loop begins, or `stuttering`: it stays in the last state. */
  readonly loop: number | "stuttering";
}

/** The lasso from state 0 through `allowed` states into the component. */
export function lassoInto(graph: StateGraph, component: FairComponent, allowed: ReadonlySet<number>): Lasso {
  const within = new Set(component.states);
  const resting = component.states.find((state) => graph.enabled(state).size === 0);
  const target = resting ?? component.states[0] ?? 0;
  const path = shortestWay(graph, 0, allowed, (state) => state === target);
  if (resting !== undefined) return { path, loop: "stuttering" };
  const start = path.length - 1;
  const walk = [...path];
  for (const context of graph.fairContexts) {
    if (isServed(graph, walk.slice(start), context)) continue;
    walk.push(...wayToWitness(graph, walk.at(-1) ?? target, within, context).slice(1));
  }
  const back = shortestWay(graph, walk.at(-1) ?? target, within, (state) => state === target, walk.length - 1 === start);
  return { path: [...walk, ...back.slice(1, -1)], loop: start };
}

/** The walk has a state where the context is not enabled, or a step by it. */
function isServed(graph: StateGraph, walk: readonly number[], context: number): boolean {
  return walk.some(
    (state, index) => !graph.enabled(state).has(context) || stepsBy(graph, state, context).some((edge) => edge.target === walk[index + 1]),
  );
}

function stepsBy(graph: StateGraph, state: number, context: number): readonly GraphEdge[] {
  return graph.edges(state).filter((edge) => edge.fair && edge.context === context);
}

function wayToWitness(graph: StateGraph, from: number, within: ReadonlySet<number>, context: number): readonly number[] {
  const moves = (state: number): GraphEdge | undefined => stepsBy(graph, state, context).find((edge) => within.has(edge.target));
  const way = shortestWay(graph, from, within, (state) => !graph.enabled(state).has(context) || moves(state) !== undefined);
  const last = way.at(-1) ?? from;
  const step = graph.enabled(last).has(context) ? moves(last) : undefined;
  return step === undefined ? way : [...way, step.target];
}

/** The shortest way from a state to one that is wanted, both included; `leave`: with at least one step. */
function shortestWay(
  graph: StateGraph,
  from: number,
  within: ReadonlySet<number>,
  wanted: (state: number) => boolean,
  leave = false,
): readonly number[] {
  if (!leave && wanted(from)) return [from];
  const reachedFrom = new Map<number, number>();
  const queue = [from];
  for (const state of queue) {
    for (const { target } of graph.edges(state)) {
      if (!within.has(target) || reachedFrom.has(target)) continue;
      reachedFrom.set(target, state);
      queue.push(target);
      if (wanted(target)) return unwind(reachedFrom, from, target);
    }
  }
  throw new Error(`no way from state ${from}`);
}

function unwind(reachedFrom: ReadonlyMap<number, number>, from: number, target: number): readonly number[] {
  const way = [target];
  for (let at = reachedFrom.get(target) ?? from; at !== from; at = reachedFrom.get(at) ?? from) way.push(at);
  return [from, ...way.reverse()];
}
