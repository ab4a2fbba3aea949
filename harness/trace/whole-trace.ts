// A counterexample as TLC prints it -> the same step by step: checked by the second reading of the model, with the states filled in that
// fused steps leave out. Nobody sees a trace that the interpreter does not take for an execution.

import type { Compilation } from "../../codegen/compile.js";
import { replay } from "../../interpreter/index.js";
import type { TlcState, TlcTrace } from "../../tla-tools/index.js";
import { stateReader } from "./interpreted.js";
import { stateWriter } from "./tlc-state.js";

export type WholeTrace =
  | { readonly fits: true; readonly trace: TlcTrace }
  /** `index`: the first state that does not fit. */
  | { readonly fits: false; readonly index: number; readonly differences: readonly string[] };

/** `passed`: labels of the places at which steps of the specification did not stop. */
export function wholeTrace({ located, emitted }: Compilation, trace: TlcTrace, passed: ReadonlySet<string>): WholeTrace {
  const read = stateReader(located, emitted.variables);
  const back = trace.end.kind === "back-to-state" ? trace.states.slice(trace.end.number - 1, trace.end.number) : [];
  const outcome = replay(
    located,
    [...trace.states, ...back].map((state) => read(state.variables)),
    passed,
  );
  if (!outcome.fits) return outcome;
  const write = stateWriter(located, emitted.variables);
  const known = new Map(outcome.places.map((place, index) => [place, [...trace.states, ...back][index]]));
  const states = outcome.states.map((state, place): TlcState => {
    const printed = known.get(place);
    return printed === undefined ? { number: place + 1, action: null, variables: write(state) } : { ...printed, number: place + 1 };
  });
  if (trace.end.kind !== "back-to-state") return { fits: true, trace: { states, end: trace.end } };
  const loop = outcome.places[trace.end.number - 1] ?? 0;
  return { fits: true, trace: { states: states.slice(0, -1), end: { kind: "back-to-state", number: loop + 1 } } };
}
