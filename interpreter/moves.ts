// The successors of a state as a list: for replay, for stepping by hand, and for tests. The explorer uses expand.ts directly.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Cells } from "./codes.js";
import { expander } from "./expand.js";
import { compileProgram } from "./machine.js";

/** Who moved, and how. */
export interface Move {
  /** Id of the context. */
  readonly context: string;
  /** `arrive`: an interrupt context comes; `step`: any other step. */
  readonly kind: "step" | "arrive";
  /** The CPU on which it comes; null for a step. */
  readonly cpu: number | null;
  /** For a `choose`: which option, counted from 0; else null. */
  readonly option: number | null;
}

export interface Successor extends Move {
  readonly state: Cells;
}

/** The first state. */
export function initialState(program: LocatedProgram): Cells {
  return compileProgram(program).initial.slice();
}

/** All states that one step or arrival leads to. Different moves may lead to the same state. */
export function successors(program: LocatedProgram, state: Cells): readonly Successor[] {
  const machine = compileProgram(program);
  const cells = state.slice();
  const found: Successor[] = [];
  expander(machine)(cells, (number, cpu, option) => {
    const context = machine.layout.contexts[number]?.context.id ?? "";
    const compiled = machine.contexts[number]?.steps[state[number] ?? 0];
    const choice = compiled !== null && compiled !== undefined && compiled.options > 1 ? option : null;
    found.push({
      context,
      kind: cpu < 0 ? "step" : "arrive",
      cpu: cpu < 0 ? null : cpu,
      option: cpu < 0 ? choice : null,
      state: cells.slice(),
    });
  });
  return found;
}
