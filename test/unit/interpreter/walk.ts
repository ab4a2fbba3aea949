// Walks through a program by naming who moves: `A` is a step of context A, `A:1` its second option, `irq@0` an arrival on CPU 0.

import { assert } from "chai";
import type { LocatedProgram } from "../../../codegen/ir/located.js";
import {
  decode,
  type Exploration,
  explore,
  type InterpretedState,
  initialState,
  type Move,
  successors,
} from "../../../interpreter/index.js";

/** The state after these moves; fails when one of them is not possible. */
export function after(program: LocatedProgram, ...moves: readonly string[]): InterpretedState {
  return decode(program, packedAfter(program, moves));
}

/** The moves that are possible after these moves, in the notation of the arguments. */
export function possible(program: LocatedProgram, ...moves: readonly string[]): readonly string[] {
  return successors(program, packedAfter(program, moves)).map(nameOf);
}

/** The finding of an exploration, and who moved on the way. */
export function violation(program: LocatedProgram): {
  readonly kind: string;
  readonly context: string | null;
  readonly label: string | null;
  readonly moves: readonly string[];
} {
  const result = explore(program);
  if (result.outcome !== "violated") return assert.fail(`expected a violation, got ${result.outcome}`);
  const { kind, context, label } = result.finding;
  return { kind, context, label, moves: result.trace.moves.map(nameOf) };
}

/** Asserts that the program is verified, and gives the result. */
export function verified(program: LocatedProgram): Exploration {
  const result = explore(program);
  assert.equal(result.outcome, "verified", result.outcome === "violated" ? JSON.stringify(result.finding) : "");
  return result;
}

function packedAfter(program: LocatedProgram, moves: readonly string[]): Int32Array {
  let state = initialState(program);
  for (const move of moves) {
    const choices = successors(program, state);
    const found = choices.find((choice) => nameOf(choice) === move);
    if (found === undefined) return assert.fail(`${move} is not possible, only ${choices.map(nameOf).join(", ") || "nothing"}`);
    state = found.state;
  }
  return state;
}

function nameOf({ context, cpu, option }: Move): string {
  if (cpu !== null) return `${context}@${cpu}`;
  return option === null ? context : `${context}:${option}`;
}
