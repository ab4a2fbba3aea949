// A counterexample as TLC prints it -> the same step by step: checked by the second reading of the model, with the states filled in that
// fused steps leave out and the data that no verdict depends on, and with its steps in the order that has the fewest changes of context. Nobody sees a trace that the interpreter does
// not take for an execution.

import type { Compilation, Specification } from "../../codegen/compile.js";
import { fewestSwitches, type InterpretedState, projectionTo, type Replay, replay } from "../../interpreter/index.js";
import type { TlcState, TlcTrace } from "../../tla-tools/index.js";
import { stateReader } from "./interpreted.js";
import { stateWriter } from "./tlc-state.js";

export type WholeTrace =
  | { readonly fits: true; readonly trace: TlcTrace }
  /** `index`: the first state that does not fit. */
  | { readonly fits: false; readonly index: number; readonly differences: readonly string[] };

/** `trace`: of `specification`, one of those of the compilation. */
export function wholeTrace({ located, variables }: Compilation, { emitted, passed, of }: Specification, trace: TlcTrace): WholeTrace {
  const read = stateReader(of, emitted.variables);
  const back = trace.end.kind === "back-to-state" ? trace.states.slice(trace.end.number - 1, trace.end.number) : [];
  const outcome = replay(
    located,
    [...trace.states, ...back].map((state) => read(state.variables)),
    passed,
    projectionTo(of),
  );
  if (!outcome.fits) return outcome;
  const loop = trace.end.kind === "back-to-state" ? (outcome.places[trace.end.number - 1] ?? 0) : null;
  const inOrder = reordered(located, outcome, loop ?? outcome.moves.length);
  const write = stateWriter(located, variables);
  const known = new Map(outcome.places.map((place, index) => [place, [...trace.states, ...back][index]]));
  const states = inOrder.map((state, place): TlcState => {
    const printed = state === outcome.states[place] ? known.get(place) : undefined;
    return { number: place + 1, action: printed?.action ?? null, variables: write(state) };
  });
  if (loop === null) return { fits: true, trace: { states, end: trace.end } };
  return { fits: true, trace: { states: states.slice(0, -1), end: { kind: "back-to-state", number: loop + 1 } } };
}

/** The first `count` steps with as few changes of context as can be; the others, those of a loop, as they are. */
function reordered(
  located: Compilation["located"],
  { states, moves }: Extract<Replay, { fits: true }>,
  count: number,
): readonly InterpretedState[] {
  const better = fewestSwitches(located, moves.slice(0, count));
  return better === null ? states : [...better, ...states.slice(better.length)];
}
