// Which parts of the state graph a fair execution can stay in for ever: docs/semantics.md section 6, eventualities.
//
// An execution that stays in a component for ever may visit all of its states and edges again and again. It is fair to a context that moves
// in it. To one that does not: under weak fairness when some state does not enable it, under strong fairness when none does. Staying in one
// state for ever (stuttering) is a component, too. A state without a loop that enables a fair context is left.

import { stronglyConnected } from "./components.js";
import type { StateGraph } from "./state-graph.js";

/** A component with the witnesses that it is fair: for every context an edge by it, or a state where it is not enabled. */
export interface FairComponent {
  readonly states: readonly number[];
}

/** A component of `states` in which a fair execution can stay, the one that is found first; null when there is none. */
export function findFairComponent(graph: StateGraph, states: readonly number[], fairness: "weak" | "strong"): FairComponent | null {
  const components = stronglyConnected(states, (state) => graph.edges(state).map((edge) => edge.target));
  const inOrder = [...components].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  for (const component of inOrder) {
    const found = fairPart(graph, component, fairness);
    if (found !== null) return found;
  }
  return null;
}

function fairPart(graph: StateGraph, component: readonly number[], fairness: "weak" | "strong"): FairComponent | null {
  const moving = movingIn(graph, component);
  switch (fairness) {
    case "weak": {
      const neglected = graph.fairContexts.filter(
        (context) => !moving.has(context) && component.every((state) => graph.enabled(state).has(context)),
      );
      return neglected.length === 0 ? { states: component } : null;
    }
    case "strong": {
      const enabling = component.filter((state) => [...graph.enabled(state)].some((context) => !moving.has(context)));
      if (enabling.length === 0) return { states: component };
      const left = new Set(enabling);
      const rest = component.filter((state) => !left.has(state));
      return rest.length === 0 ? null : findFairComponent(graph, rest, fairness);
    }
  }
}

/** The contexts that a fair edge within the component belongs to. */
function movingIn(graph: StateGraph, component: readonly number[]): ReadonlySet<number> {
  const within = new Set(component);
  const edges = component.flatMap((state) => graph.edges(state));
  return new Set(edges.filter((edge) => edge.fair && within.has(edge.target)).map((edge) => edge.context));
}
