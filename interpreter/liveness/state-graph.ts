// The explored state graph as the fairness search sees it.

import type { Machine } from "../machine.js";
import type { EdgeList } from "./edges.js";

export interface GraphEdge {
  readonly target: number;
  readonly context: number;
  /** Whether fairness speaks of it: the coming of a hardirq or softirq context is never assumed, that of a timer's callback is. */
  readonly fair: boolean;
}

export interface StateGraph {
  readonly edges: (state: number) => readonly GraphEdge[];
  /** The contexts of which some fair edge leaves the state. */
  readonly enabled: (state: number) => ReadonlySet<number>;
  /** All contexts that fairness can speak of. */
  readonly fairContexts: readonly number[];
}

/** Edges are looked up when asked for: a graph of objects would not fit for many states. */
export function stateGraph(machine: Machine, list: EdgeList): StateGraph {
  const kinds = machine.layout.contexts.map(({ context }) => context.kind);
  const edges = (state: number): readonly GraphEdge[] => {
    const found: GraphEdge[] = [];
    list.forEach(state, (target, context, arrival) => found.push({ target, context, fair: !arrival || kinds[context] === "hrtimer" }));
    return found;
  };
  return {
    edges,
    enabled: (state) => new Set(edges(state).flatMap((edge) => (edge.fair ? [edge.context] : []))),
    fairContexts: kinds.map((_, number) => number),
  };
}
