// From numbers of states back to who did what.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Cells } from "./codes.js";
import { type Move, successors } from "./moves.js";
import type { StateStore } from "./store.js";

/** An execution from the first state on. */
export interface Trace {
  readonly states: readonly Cells[];
  /** `moves[i]` leads from `states[i]` to `states[i + 1]`. */
  readonly moves: readonly Move[];
  /** For an eventuality: the place in `states` to which the execution returns from its last state (with the last of `moves`), or `stuttering`. */
  readonly loop: number | "stuttering" | null;
}

/** The numbers of the states on the way to one, first state first. */
export function pathTo(store: StateStore, number: number): readonly number[] {
  const path: number[] = [];
  for (let at = number; at >= 0; at = store.parentOf(at)) path.push(at);
  return path.reverse();
}

/** The execution through the given states, each of which is a successor of the one before, and what comes after the last of them. */
export function traceThrough(
  program: LocatedProgram,
  store: StateStore,
  width: number,
  path: readonly number[],
  loop: Trace["loop"] = null,
): Trace {
  const states = path.map((number) => {
    const cells = new Int32Array(width);
    store.load(number, cells);
    return cells;
  });
  const back = typeof loop === "number" ? states.slice(loop, loop + 1) : [];
  return { states, moves: movesBetween(program, [...states, ...back]), loop };
}

/** Who moved from each state to the next one. */
function movesBetween(program: LocatedProgram, states: readonly Cells[]): readonly Move[] {
  return states.slice(1).map((state, index) => {
    const before = states[index];
    const found = before === undefined ? undefined : successors(program, before).find((successor) => sameCells(successor.state, state));
    if (found === undefined) throw new Error(`state ${index + 1} does not follow state ${index}`);
    const { context, kind, cpu, option } = found;
    return { context, kind, cpu, option };
  });
}

/** True for equal states. */
function sameCells(a: Cells, b: Cells): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index]);
}
