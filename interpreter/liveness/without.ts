// The part of the state graph in which what an eventuality waits for has not happened yet.

import type { Property } from "../../codegen/ir/program.js";
import { compileProperty } from "../findings/check.js";
import type { Machine } from "../machine.js";
import type { StateStore } from "../store.js";
import type { Part } from "./components.js";
import type { StateGraph } from "./state-graph.js";

export type Eventually = Extract<Property, { kind: "eventually" }>;

const WITHOUT = 1;

/** The states that can be reached through states in which the condition does not hold. */
export function statesWithout(
  machine: Machine,
  store: StateStore,
  { edges, states: size }: StateGraph,
  condition: Eventually["condition"],
): Part {
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
