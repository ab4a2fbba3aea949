// What a state says of a program that has some of the data: a specification may leave out data that no verdict depends on.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { type InterpretedState, instanceKey } from "./state.js";

/** From states of a larger program, which is the same but for fields and locals that this one does not have. */
export function projectionTo({ program, graphs }: LocatedProgram): (state: InterpretedState) => InterpretedState {
  const fields = new Set(program.fields.flatMap(({ id, owners }) => (owners ?? [null]).map((owner) => instanceKey(id, owner))));
  const locals = new Set(graphs.flatMap(({ graph }) => graph.locals.map(({ id }) => id)));
  return (state) => ({
    ...state,
    fields: only(state.fields, fields),
    locals: Object.fromEntries(Object.entries(state.locals).map(([context, own]) => [context, only(own, locals)])),
  });
}

function only<Value>(table: Readonly<Record<string, Value>>, keys: ReadonlySet<string>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => keys.has(key)));
}
