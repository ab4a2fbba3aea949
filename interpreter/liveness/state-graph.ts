// The explored state graph as the search for fair executions sees it.

import type { Machine } from "../machine.js";
import type { EdgeList } from "./edges.js";

export class StateGraph {
  readonly edges: EdgeList;
  readonly states: number;
  /** Number of contexts: fairness speaks of each of them. */
  readonly contexts: number;
  private readonly timers: readonly boolean[];

  constructor(machine: Machine, edges: EdgeList, states: number) {
    this.edges = edges;
    this.states = states;
    this.contexts = machine.layout.contexts.length;
    this.timers = machine.layout.contexts.map(({ context }) => context.timer !== null);
  }

  /** Whether the edge is one that fairness speaks of: the coming of a timer's callback is, that of a hardirq or softirq context is not. */
  isFair(edge: number): boolean {
    return !this.edges.isArrival(edge) || this.timers[this.edges.context(edge)] === true;
  }

  /** The context can make a fair move to another state. */
  enables(state: number, context: number): boolean {
    const { edges } = this;
    for (let edge = edges.first(state); edge < edges.end(state); edge++) {
      if (edges.context(edge) === context && edges.target(edge) !== state && this.isFair(edge)) return true;
    }
    return false;
  }

  /** No context can make a fair move: a fair execution may stay here for ever. */
  isResting(state: number): boolean {
    const { edges } = this;
    for (let edge = edges.first(state); edge < edges.end(state); edge++)
      if (edges.target(edge) !== state && this.isFair(edge)) return false;
    return true;
  }
}
