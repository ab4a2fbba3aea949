// Random executions, from the first state to one that nothing follows: how long they are says how deep the state graph is.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { expander } from "./expand.js";
import { compileProgram } from "./machine.js";

export interface WalkBounds {
  readonly walks: number;
  /** An execution that is longer may never end. */
  readonly maxSteps: number;
  /** The same seed gives the same executions. */
  readonly seed: number;
}

/** Lengths of executions in steps; null when one of them was cut off. */
export function walkLengths(program: LocatedProgram, { walks, maxSteps, seed }: WalkBounds): readonly number[] | null {
  const machine = compileProgram(program);
  const expand = expander(machine);
  const random = randomNumbers(seed);
  const [cells, chosen] = [machine.initial.slice(), machine.initial.slice()];
  let seen = 0;
  /** Each successor has the same chance, however many there are. */
  const visit = (): void => {
    seen++;
    if (random() * seen < 1) chosen.set(cells);
  };
  const lengths: number[] = [];
  for (let walk = 0; walk < walks; walk++) {
    cells.set(machine.initial);
    let steps = 0;
    for (seen = 0; expand(cells, visit) > 0; seen = 0) {
      cells.set(chosen);
      steps++;
      if (steps > maxSteps) return null;
    }
    lengths.push(steps);
  }
  return lengths;
}

/** Numbers from 0 to below 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
