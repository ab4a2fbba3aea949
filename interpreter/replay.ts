// Checks a trace against the semantics: the harness does it with every counterexample of TLC before anybody sees it. A trace of a
// specification with fused steps leaves states out; they are filled in.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Cells } from "./codes.js";
import { decode } from "./decode.js";
import { initialState, type Move, type Successor, successors } from "./moves.js";
import { canonicalText, differences, type InterpretedState } from "./state.js";

export type Replay =
  | {
      readonly fits: true;
      /** Every state, those that the trace leaves out, too. */
      readonly states: readonly InterpretedState[];
      /** `moves[i]` leads from `states[i]` to `states[i + 1]`. */
      readonly moves: readonly Move[];
      /** Where each state of the trace is in `states`. */
      readonly places: readonly number[];
    }
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

/**
 * Replays a trace of a specification that says of a state what `kept` leaves of it. Each state must be a successor of the one before, or one context comes there through places of `passed` alone; a repeated
 * state is no step.
 */
export function replay(
  program: LocatedProgram,
  trace: readonly InterpretedState[],
  passed: ReadonlySet<string> = new Set(),
  kept: (state: InterpretedState) => InterpretedState = (state) => state,
): Replay {
  const compared: Compared = { program, kept };
  const moves: Move[] = [];
  const [first] = trace;
  if (first === undefined) return { fits: true, states: [], moves, places: [] };
  let packed = initialState(program);
  const begin = decode(program, packed);
  const start = differences(kept(begin), first);
  if (start.length > 0) return { fits: false, index: 0, moves, nearest: null, differences: start };
  const states = [begin];
  const places = [0];
  for (const [offset, state] of trace.slice(1).entries()) {
    const choices = choicesFrom(compared, packed);
    const way = wayTo(compared, choices, canonicalText(state), passed);
    const last = way?.at(-1);
    if (way === null || last === undefined) return { fits: false, index: offset + 1, moves, ...nearest(choices, state) };
    moves.push(...way.map(({ successor }) => moveOf(successor)));
    states.push(...way.map(({ decoded }) => decoded));
    places.push(states.length - 1);
    packed = last.successor.state;
  }
  return { fits: true, states, moves, places };
}

interface Compared {
  readonly program: LocatedProgram;
  readonly kept: (state: InterpretedState) => InterpretedState;
}

interface Choice {
  readonly successor: Successor;
  readonly decoded: InterpretedState;
  readonly said: InterpretedState;
}

function choicesFrom({ program, kept }: Compared, packed: Cells): readonly Choice[] {
  return successors(program, packed).map((successor) => {
    const decoded = decode(program, successor.state);
    return { successor, decoded, said: kept(decoded) };
  });
}

/** The steps that lead to the wanted state: one of `choices`, and more of the same context as long as it is at a passed place. */
function wayTo(compared: Compared, choices: readonly Choice[], wanted: string, passed: ReadonlySet<string>): readonly Choice[] | null {
  const direct = choices.find(({ said }) => canonicalText(said) === wanted);
  if (direct !== undefined) return [direct];
  for (const choice of choices) {
    const { context } = choice.successor;
    if (!passed.has(choice.decoded.pc[context] ?? "")) continue;
    const own = choicesFrom(compared, choice.successor.state).filter(({ successor }) => successor.context === context);
    const rest = wayTo(compared, own, wanted, passed);
    if (rest !== null) return [choice, ...rest];
  }
  return null;
}

function nearest(
  choices: readonly Choice[],
  state: InterpretedState,
): { readonly nearest: Move | null; readonly differences: readonly string[] } {
  const ranked = choices
    .map(({ successor, said }) => ({ nearest: moveOf(successor), differences: differences(said, state) }))
    .sort((a, b) => a.differences.length - b.differences.length);
  return ranked[0] ?? { nearest: null, differences: [] };
}

function moveOf({ context, kind, cpu, option }: Move): Move {
  return { context, kind, cpu, option };
}
