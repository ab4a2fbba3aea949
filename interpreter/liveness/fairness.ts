// Which parts of the state graph a fair execution can stay in for ever: docs/semantics.md section 6, eventualities.
//
// An execution that stays in a component for ever may visit all of its states and edges again and again. It is fair to a context that moves
// in it. To one that does not: under weak fairness when some state does not enable it, under strong fairness when none does. Staying in one
// state for ever is a component, too, fair when no context can make a fair move there.

import { componentFinder, type Part } from "./components.js";
import type { StateGraph } from "./state-graph.js";

/** `least`: somebody who can go on does, whoever it is. */
export type Fairness = "least" | "weak" | "strong";

/** The states of a component of `part` in which a fair execution can stay, the one that begins first; null when there is none. */
export function findFairComponent(graph: StateGraph, part: Part, fairness: Fairness): readonly number[] | null {
  const forEachComponent = componentFinder(graph.edges, graph.states);
  const { region } = part;
  const parts = [part];
  let lastPart = part.part;
  let best: readonly number[] | null = null;
  for (const within of parts) {
    const smaller: (readonly number[])[] = [];
    forEachComponent(within, (component) => {
      const verdict = judge(graph, component, fairness);
      if (verdict === "unfair") return;
      if (verdict !== "fair") return void smaller.push(verdict);
      const states = [...component].sort((a, b) => a - b);
      if (best === null || (states[0] ?? 0) < (best[0] ?? 0)) best = states;
    });
    for (const states of smaller) {
      lastPart++;
      for (const state of states) region[state] = lastPart;
      parts.push({ region, part: lastPart, states });
    }
  }
  return best;
}

/** Fair, unfair, or fair at most within these states: those that do not enable a context which strong fairness would make move. */
function judge(graph: StateGraph, component: Int32Array, fairness: Fairness): "fair" | "unfair" | readonly number[] {
  const [first = 0] = component;
  if (component.length === 1) return graph.isResting(first) ? "fair" : "unfair";
  const moving = movingIn(graph, component);
  const still = Array.from({ length: graph.contexts }, (_, context) => context).filter((context) => !moving.has(context));
  switch (fairness) {
    case "least":
      return moving.size > 0 ? "fair" : "unfair";
    case "weak":
      return still.every((context) => component.some((state) => !graph.enables(state, context))) ? "fair" : "unfair";
    case "strong": {
      const rest = [...component].filter((state) => !still.some((context) => graph.enables(state, context)));
      if (rest.length === component.length) return "fair";
      return rest.length === 0 ? "unfair" : rest;
    }
  }
}

/** The contexts that make a fair move within the component. */
function movingIn(graph: StateGraph, component: Int32Array): ReadonlySet<number> {
  const { edges } = graph;
  const within = new Set(component);
  const moving = new Set<number>();
  for (const state of component) {
    for (let edge = edges.first(state); edge < edges.end(state); edge++) {
      if (edges.target(edge) !== state && within.has(edges.target(edge)) && graph.isFair(edge)) moving.add(edges.context(edge));
    }
  }
  return moving;
}
