// An execution that the interpreter found, as TLC would give it.

import type { Compilation } from "../../codegen/compile.js";
import { decode, fewestSwitches, type Trace } from "../../interpreter/index.js";
import type { TlcTrace } from "../../tla-tools/index.js";
import { stateWriter } from "./tlc-state.js";

export function writtenTrace({ located, variables }: Compilation, { states, loop }: Trace): TlcTrace {
  const write = stateWriter(located, variables);
  return {
    states: states.map((cells, index) => ({ number: index + 1, action: null, variables: write(decode(located, cells)) })),
    end: loop === null ? { kind: "finite" } : loop === "stuttering" ? { kind: "stuttering" } : { kind: "back-to-state", number: loop + 1 },
  };
}

/** One that comes to an end, with its steps in the order that has the fewest changes of context. */
export function writtenInOrder(compilation: Compilation, trace: Trace): TlcTrace {
  const { located, variables } = compilation;
  const better = fewestSwitches(located, trace.moves);
  if (better === null) return writtenTrace(compilation, trace);
  const write = stateWriter(located, variables);
  return { states: better.map((state, index) => ({ number: index + 1, action: null, variables: write(state) })), end: { kind: "finite" } };
}
