// Eventualities: in every fair execution a state comes in which the condition holds. Searched in the finished state graph, among the states
// that can be reached without the condition ever having held.

import type { Property } from "../../codegen/ir/program.js";
import { compileProperty } from "../findings/check.js";
import type { Machine } from "../machine.js";
import type { StateStore } from "../store.js";
import type { Part } from "./components.js";
import type { EdgeList } from "./edges.js";
import { findFairComponent } from "./fairness.js";
import { type Lasso, lassoInto } from "./lasso.js";
import { StateGraph } from "./state-graph.js";

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

const WITHOUT = 1;

/** The states that can be reached through states in which the condition does not hold. */
function statesWithout(machine: Machine, store: StateStore, { edges, states: size }: StateGraph, condition: Eventually["condition"]): Part {
  const holds = compileProperty(machine, condition);
  const cells = new Int32Array(machine.layout.width);
  const seen = new Uint8Array(size);
  const region = new Int32Array(size);
  const states = new Int32Array(size);
  let count = 0;
  const look = (state: number): void => {
    if (seen[state] === 1) return;
    seen[state] = 1;
    store.load(state, cells);
    if (holds(cells)) return;
    region[state] = WITHOUT;
    states[count++] = state;
  };
  look(0);
  for (let at = 0; at < count; at++) {
    const state = states[at] ?? 0;
    for (let edge = edges.first(state); edge < edges.end(state); edge++) look(edges.target(edge));
  }
  return { region, part: WITHOUT, states: states.subarray(0, count) };
}
