// Lock fields that keep others out wherever the typestate says that they are held.
//
// It may say so of a lock that is free. Of some locks it knows only what lockdep is told, by hand or because nobody ever waits for them. And a
// release whose lock it does not find under that name takes the last one of the same field for released, and a variable may name another instance
// than when it was acquired: then what is taken for held may be free. Where a field has one instance only, every name is that of this one.

import type { Expression } from "../ir/expression.js";
import type { Operation } from "../ir/graph.js";
import type { Typestate } from "../ir/located.js";
import { ANNOTATION_TYPES, type LockType, type Program } from "../ir/program.js";

/** Ids of fields whose holder is the only one, or one of several readers. `places`: all of the program. */
export function excludingLocks(
  program: Program,
  places: Iterable<{ readonly operation: Operation; readonly state: Typestate }>,
): ReadonlySet<string> {
  const found = new Set(program.fields.flatMap(({ id, type }) => (type.kind === "lock" && excludes(type.type) ? [id] : [])));
  for (const id of program.annotated) found.delete(id);
  for (const { operation, state } of places) {
    if (operation.kind !== "release" && operation.kind !== "downgrade") continue;
    const { lock } = operation;
    if (found.has(lock.field) && instances(program, lock.field) > 1 && !isExact(lock, state)) found.delete(lock.field);
  }
  return found;
}

/** A local_lock_t is one on each CPU, or none at all; a writer of a seqcount waits for nobody. */
function excludes(type: LockType): boolean {
  return !ANNOTATION_TYPES.has(type) && type !== "seqcount_t";
}

/** Names that are of the same instance wherever a context uses them. */
const CONSTANT: ReadonlySet<Expression["kind"]> = new Set<Expression["kind"]>(["value", "argument", "this-cpu"]);

function isExact(lock: Extract<Operation, { kind: "release" }>["lock"], { held }: Typestate): boolean {
  const entries = held.filter(({ place }) => place?.field === lock.field);
  if (entries.length === 0) return true;
  const isConstant = lock.object === null || CONSTANT.has(lock.object.kind);
  return isConstant && entries.some(({ place }) => JSON.stringify(place) === JSON.stringify(lock));
}

function instances(program: Program, id: string): number {
  return program.fields.find((field) => field.id === id)?.owners?.length ?? 1;
}
