// A fair execution that stays in a component, as a way there and a loop: the loop has, for every context, a fair move by it or a state where
// it has none.

import type { StateGraph } from "./state-graph.js";

export interface Lasso {
  /** From the first state to the last one before the loop closes. */
  readonly path: readonly number[];
  /** Place in `path` where the loop begins, or `stuttering`: it stays in the last state. */
  readonly loop: number | "stuttering";
}

type Within = (state: number) => boolean;

/** The lasso from state 0 through `allowed` states into the component. */
export function lassoInto(graph: StateGraph, component: readonly number[], allowed: Within): Lasso {
  const resting = component.find((state) => graph.isResting(state));
  const target = resting ?? component[0] ?? 0;
  const path = shortestWay(graph, 0, allowed, (state) => state === target);
  if (resting !== undefined) return { path, loop: "stuttering" };
  const members = new Set(component);
  const within: Within = (state) => members.has(state);
  const start = path.length - 1;
  const walk = [...path];
  for (let context = 0; context < graph.contexts; context++) {
    if (isServed(graph, walk.slice(start), context)) continue;
    walk.push(...wayToWitness(graph, walk.at(-1) ?? target, within, context).slice(1));
  }
  const back = shortestWay(graph, walk.at(-1) ?? target, within, (state) => state === target, walk.length - 1 === start);
  return { path: [...walk, ...back.slice(1, -1)], loop: start };
}

/** The walk has a state where the context has no fair move, or makes one. */
function isServed(graph: StateGraph, walk: readonly number[], context: number): boolean {
  return walk.some(
    (state, index) => !graph.enables(state, context) || fairTargets(graph, state, context).some((target) => target === walk[index + 1]),
  );
}

/** Where the fair moves of a context lead. */
function fairTargets(graph: StateGraph, state: number, context: number): readonly number[] {
  const { edges } = graph;
  const found: number[] = [];
  for (let edge = edges.first(state); edge < edges.end(state); edge++) {
    if (edges.context(edge) === context && edges.target(edge) !== state && graph.isFair(edge)) found.push(edges.target(edge));
  }
  return found;
}

function wayToWitness(graph: StateGraph, from: number, within: Within, context: number): readonly number[] {
  const move = (state: number): number | undefined => fairTargets(graph, state, context).find(within);
  const way = shortestWay(graph, from, within, (state) => !graph.enables(state, context) || move(state) !== undefined);
  const last = way.at(-1) ?? from;
  const target = graph.enables(last, context) ? move(last) : undefined;
  return target === undefined ? way : [...way, target];
}

/** The shortest way from a state to one that is wanted, both included; `leave`: with at least one step. */
function shortestWay(graph: StateGraph, from: number, within: Within, wanted: Within, leave = false): readonly number[] {
  if (!leave && wanted(from)) return [from];
  const { edges } = graph;
  const reachedFrom = new Map<number, number>();
  const queue = [from];
  for (const state of queue) {
    for (let edge = edges.first(state); edge < edges.end(state); edge++) {
      const target = edges.target(edge);
      if (target === state || !within(target) || reachedFrom.has(target)) continue;
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
