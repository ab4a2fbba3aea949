// A search of a program from its first state, with what it leaves: the states, and what it saw of the code.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { Coverage } from "./coverage.js";
import type { Checker } from "./findings/check.js";
import type { EdgeList } from "./liveness/edges.js";
import { compileProgram, type Machine } from "./machine.js";
import { type Bounds, type SearchEnd, search } from "./search.js";
import { StateStore } from "./store.js";

export interface WholeSearch {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly coverage: Coverage;
  readonly end: SearchEnd;
}

/** `checkerFor` null: nothing is judged. `edges` null: edges are not kept. */
export function searchWhole(
  program: LocatedProgram,
  checkerFor: ((machine: Machine) => Checker) | null,
  edges: EdgeList | null,
  bounds: Bounds,
): WholeSearch {
  const machine = compileProgram(program);
  const { layout } = machine;
  const store = new StateStore(layout.contexts.length, layout.width);
  const coverage = new Coverage(layout);
  const end = search({ machine, store, coverage, checker: checkerFor?.(machine) ?? null, edges }, bounds);
  return { machine, store, coverage, end };
}
