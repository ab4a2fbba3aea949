// Locks that many may hold as readers: behind the cell of the owner there is one for each context, in the order of the contexts.

import type { Field, LockType, Program } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import type { Layout } from "./layout.js";

const WITH_READERS: ReadonlySet<LockType> = new Set<LockType>(["rwlock_t", "rw_semaphore", "percpu_rw_semaphore"]);

export function mayHaveReaders({ type }: Field): boolean {
  return type.kind === "lock" && WITH_READERS.has(type.type);
}

/** A seqcount has a cell for each context, too. */
export function isSeqcount({ type }: Field): boolean {
  return type.kind === "lock" && type.type === "seqcount_t";
}

export function isReaderLock(layout: Layout, field: string): boolean {
  const cells = layout.fields.get(field);
  return cells !== undefined && mayHaveReaders(cells.field);
}

/**
 * Behind the cells of a lock of which lockdep is told by hand there is one more for each context that counts how often: how far behind the first.
 * -1 when there are none.
 */
export function annotationOffset(program: Program, field: Field): number {
  if (!program.annotated.includes(field.id)) return -1;
  return mayHaveReaders(field) || isSeqcount(field) ? 1 + program.contexts.length : 1;
}

export const readers = {
  /** Some of `count` contexts reads the lock at this cell. */
  any(cells: Cells, lock: number, count: number): boolean {
    for (let context = 1; context <= count; context++) if (read(cells, lock + context) > 0) return true;
    return false;
  },
  each(cells: Cells, lock: number, count: number, found: (context: number) => void): void {
    for (let context = 0; context < count; context++) if (read(cells, lock + context + 1) > 0) found(context);
  },
};
