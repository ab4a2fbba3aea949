// `reachable`: some state satisfies the condition. Looked for among the states of a finished search, which has them in the order of their depth.

import type { Property } from "../codegen/ir/program.js";
import { compileProperty } from "./findings/check.js";
import type { Machine } from "./machine.js";
import type { StateStore } from "./store.js";

type Reachable = Extract<Property, { kind: "reachable" }>;

/** Number of the first state in which the condition holds, -1 if there is none. */
export function findState(machine: Machine, store: StateStore, { condition }: Reachable): number {
  const holds = compileProperty(machine, condition);
  const cells = new Int32Array(machine.layout.width);
  for (let state = 0; state < store.count; state++) {
    store.load(state, cells);
    if (holds(cells)) return state;
  }
  return -1;
}
