// Checks a trace against the semantics: the harness does it with every counterexample of TLC before anybody sees it.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { decode } from "./decode.js";
import { initialState, type Move, successors } from "./moves.js";
import { canonicalText, differences, type InterpretedState } from "./state.js";

export type Replay =
  /** Every state follows from the one before; `moves[i]` leads from state i to state i + 1. */
  | { readonly fits: true; readonly moves: readonly Move[] }
  | {
      readonly fits: false;
      /** The first state that does not fit; 0: it is not the first state of the program. */
      readonly index: number;
      /** The moves up to there. */
      readonly moves: readonly Move[];
      /** Where the state differs from the one that comes nearest to it, and who would move there; null for the first state. */
      readonly nearest: Move | null;
      /** `component: expected, found other`. Empty when the state before has no successors. */
      readonly differences: readonly string[];
    };

/** Replays a trace. Each state must be a successor of the one before; a repeated state is no step. */
export function replay(program: LocatedProgram, states: readonly InterpretedState[]): Replay {
  const moves: Move[] = [];
  let packed = initialState(program);
  const [first] = states;
  if (first === undefined) return { fits: true, moves };
  const start = differences(decode(program, packed), first);
  if (start.length > 0) return { fits: false, index: 0, moves, nearest: null, differences: start };
  for (const [offset, state] of states.slice(1).entries()) {
    const wanted = canonicalText(state);
    const choices = successors(program, packed).map((successor) => ({ successor, decoded: decode(program, successor.state) }));
    const found = choices.find(({ decoded }) => canonicalText(decoded) === wanted);
    if (found === undefined) return { fits: false, index: offset + 1, moves, ...nearest(choices, state) };
    moves.push(moveOf(found.successor));
    packed = found.successor.state;
  }
  return { fits: true, moves };
}

function nearest(
  choices: readonly { readonly successor: Move; readonly decoded: InterpretedState }[],
  state: InterpretedState,
): { readonly nearest: Move | null; readonly differences: readonly string[] } {
  const ranked = choices
    .map(({ successor, decoded }) => ({ nearest: moveOf(successor), differences: differences(decoded, state) }))
    .sort((a, b) => a.differences.length - b.differences.length);
  return ranked[0] ?? { nearest: null, differences: [] };
}

function moveOf({ context, kind, cpu, option }: Move): Move {
  return { context, kind, cpu, option };
}
