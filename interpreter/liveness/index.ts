// Eventualities: in every fair execution a state comes in which the condition holds. Searched in the finished state graph, among the states
// that can be reached without the condition ever having held.

import type { Property } from "../../codegen/ir/program.js";
import { compileProperty } from "../findings/check.js";
import type { Machine } from "../machine.js";
import type { StateStore } from "../store.js";
import type { EdgeList } from "./edges.js";
import { findFairComponent } from "./fairness.js";
import { type Lasso, lassoInto } from "./lasso.js";
import { type StateGraph, stateGraph } from "./state-graph.js";

type Eventually = Extract<Property, { kind: "eventually" }>;

export interface EventualityOutcome {
  readonly name: string;
  readonly fairness: "weak" | "strong";
  /** `not-covered`: the search ended before the state graph was complete, or an earlier property was violated. */
  readonly status: "holds" | "violated" | "not-covered";
}

export interface EventualityViolation extends Lasso {
  readonly name: string;
}

/** Decides the eventualities in their order, up to the first that is violated. */
export function findEventuality(
  machine: Machine,
  store: StateStore,
  edges: EdgeList,
  properties: readonly Eventually[],
): { readonly outcomes: readonly EventualityOutcome[]; readonly violation: EventualityViolation | null } {
  const graph = stateGraph(machine, edges);
  const outcomes: EventualityOutcome[] = [];
  let violation: EventualityViolation | null = null;
  for (const { name, fairness, condition } of properties) {
    if (violation !== null) {
      outcomes.push({ name, fairness, status: "not-covered" });
      continue;
    }
    const without = statesWithout(machine, store, graph, condition);
    const component = findFairComponent(graph, [...without], fairness);
    outcomes.push({ name, fairness, status: component === null ? "holds" : "violated" });
    if (component !== null) violation = { name, ...lassoInto(graph, component, without) };
  }
  return { outcomes, violation };
}

/** The states that can be reached through states in which the condition does not hold. */
function statesWithout(machine: Machine, store: StateStore, graph: StateGraph, condition: Eventually["condition"]): ReadonlySet<number> {
  const holds = compileProperty(machine, condition);
  const cells = new Int32Array(machine.layout.width);
  const isWithout = (state: number): boolean => {
    store.load(state, cells);
    return !holds(cells);
  };
  const found = new Set<number>(isWithout(0) ? [0] : []);
  for (const state of found) for (const { target } of graph.edges(state)) if (!found.has(target) && isWithout(target)) found.add(target);
  return found;
}
