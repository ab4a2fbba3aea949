// Whether a program waits for readers, and where a context is one: docs/semantics.md, section 4.

import type { Operation } from "../ir/graph.js";
import type { Typestate } from "../ir/located.js";
import type { Context, Program } from "../ir/program.js";

/** Somebody waits until all read sections have ended, of RCU or of an srcu_struct. */
export function hasGracePeriods(program: Program): boolean {
  return waitsForRcu(program) || awaitedSrcu(program).length > 0;
}

export function waitsForRcu(program: Program): boolean {
  return awaitedReaders(program).rcu;
}

/** The fields of the srcu_structs for whose readers somebody waits. */
export function awaitedSrcu(program: Program): readonly string[] {
  return awaitedReaders(program).srcu;
}

interface AwaitedReaders {
  readonly rcu: boolean;
  readonly srcu: readonly string[];
}

/** Asked for at each location, and the same for the whole program. */
const knownReaders = new WeakMap<Program, AwaitedReaders>();

function awaitedReaders(program: Program): AwaitedReaders {
  const known = knownReaders.get(program);
  if (known !== undefined) return known;
  const found = program.graphs.flatMap(({ nodes }) => nodes.map(({ operation }) => readersOf(operation)));
  const srcu = new Set(found.filter((readers) => readers !== null && readers !== "rcu").map(({ srcu: field }) => field));
  const readers = { rcu: found.includes("rcu"), srcu: [...srcu] };
  knownReaders.set(program, readers);
  return readers;
}

/** For whose readers the operation lets somebody wait. */
function readersOf(operation: Operation): "rcu" | { readonly srcu: string } | null {
  if (operation.kind === "rcu-call") return operation.srcu === null ? "rcu" : { srcu: operation.srcu };
  if (operation.kind !== "flush-begin") return null;
  if (operation.what.kind === "readers") return "rcu";
  return operation.what.kind === "srcu-readers" ? { srcu: operation.what.srcu } : null;
}

/** A context of this level is in a read section of RCU here: in one of rcu_read_lock, or where the CPU cannot be taken from it. */
export function isReading(program: Program, level: Context["level"], state: Typestate): boolean {
  const rcu = new Set(program.lockClasses.filter((lockClass) => lockClass.type === "rcu").map((lockClass) => lockClass.id));
  return (
    level !== "task" || state.preemption > 0 || state.bottomHalves > 0 || !state.irqs || state.held.some((held) => rcu.has(held.lockClass))
  );
}

/** A context is in a read section of the srcu_struct here. */
export function isReadingSrcu(srcu: string, { held }: Typestate): boolean {
  return held.some(({ place }) => place?.field === srcu);
}

/** As what others wait for a context here: readers of RCU, of each srcu_struct. Only what somebody waits for. */
export function readingAs(program: Program, level: Context["level"], state: Typestate): readonly string[] {
  const srcu = awaitedSrcu(program).filter((field) => isReadingSrcu(field, state));
  return [...(waitsForRcu(program) && isReading(program, level, state) ? [READING] : []), ...srcu.map(readingOf)];
}

export const READING = "reading";

/** How the set of what a context waits for says that a reader of the srcu_struct is meant. */
export function readingOf(srcu: string): string {
  return `reading-${srcu}`;
}
