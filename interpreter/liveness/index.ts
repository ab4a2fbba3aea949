// Eventualities: in every fair execution a state comes in which the condition holds. Searched in the finished state graph, among the states
// that can be reached without the condition ever having held.

import type { Machine } from "../machine.js";
import type { StateStore } from "../store.js";
import type { EdgeList } from "./edges.js";
import { findFairComponent } from "./fairness.js";
import { type Lasso, lassoInto } from "./lasso.js";
import { StateGraph } from "./state-graph.js";
import { type Eventually, statesWithout } from "./without.js";

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
  const graph = new StateGraph(machine, edges, store.count);
  const outcomes: EventualityOutcome[] = [];
  let violation: EventualityViolation | null = null;
  for (const { name, fairness, condition } of properties) {
    if (violation !== null) {
      outcomes.push({ name, fairness, status: "not-covered" });
      continue;
    }
    const without = statesWithout(machine, store, graph, condition);
    const component = findFairComponent(graph, without, fairness);
    outcomes.push({ name, fairness, status: component === null ? "holds" : "violated" });
    if (component !== null) violation = { name, ...lassoInto(graph, component, (state) => (without.region[state] ?? 0) !== 0) };
  }
  return { outcomes, violation };
}
