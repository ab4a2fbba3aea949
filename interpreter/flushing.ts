// What contexts still wait for, of what was there when they began to wait; and the lines of workqueues whose items run one at a time.
// docs/semantics.md, section 5, "waiting for what is there".

import type { Node } from "../codegen/ir/graph.js";
import type { Program } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";

/** What an awaited context does, as bits of a cell: one cell for each pair of a waiting and an awaited context. */
export const WAYS = { queued: 1, running: 2, stopping: 4, reading: 8 } as const;
export type Way = keyof typeof WAYS;

export interface FlushCells {
  /** By field of an srcu_struct for whose readers somebody waits: one more way. */
  readonly srcu: ReadonlyMap<string, number>;
  /** The cells of what context 0 waits for; -1 when nobody of the program waits like this. */
  readonly first: number;
  readonly contexts: number;
  /** By id of the workqueue: the cell with the length of its line; then its items, as context numbers plus one, then zeros. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Gives the cells out; `take` takes the next so many. */
export function layOutFlushing(program: Program, take: (count: number) => number): FlushCells {
  const contexts = program.contexts.length;
  const first = waits(program) ? take(contexts * contexts) : -1;
  const lines = new Map(
    program.workqueues.flatMap(({ id, ordered }) =>
      ordered ? [[id, take(1 + program.contexts.filter((context) => context.workqueue === id).length)] as const] : [],
    ),
  );
  const srcu = new Map(srcuStructs(program).map((field, index) => [field, FIRST_SRCU << index]));
  return { srcu, first, contexts, lines };
}

/** The first bit behind those of WAYS. */
const FIRST_SRCU = 16;

function srcuStructs(program: Program): readonly string[] {
  const fields = new Set<string>();
  for (const { nodes } of program.graphs)
    for (const { operation } of nodes) {
      if (operation.kind === "flush-begin" && operation.what.kind === "srcu-readers") fields.add(operation.what.srcu);
      if (operation.kind === "rcu-call" && operation.srcu !== null) fields.add(operation.srcu);
    }
  return [...fields];
}

/** Somebody waits for what is there now. */
function waits(program: Program): boolean {
  const waitsOrCalls = ({ operation: { kind } }: Node): boolean => kind === "flush-begin" || kind === "rcu-call";
  return program.workqueues.length > 0 || program.graphs.some(({ nodes }) => nodes.some(waitsOrCalls));
}

export const awaited = {
  /** Everything that `waiter` waits for is over. */
  none(cells: Cells, flush: FlushCells, waiter: number): boolean {
    const start = flush.first + waiter * flush.contexts;
    for (let other = 0; other < flush.contexts; other++) if (read(cells, start + other) !== 0) return false;
    return true;
  },
  add(cells: Cells, flush: FlushCells, waiter: number, other: number, way: Way): void {
    awaited.addBits(cells, flush, waiter, other, WAYS[way]);
  },
  addBits(cells: Cells, flush: FlushCells, waiter: number, other: number, bits: number): void {
    const cell = flush.first + waiter * flush.contexts + other;
    cells[cell] = read(cells, cell) | bits;
  },
  /** Nobody waits for this any more. */
  over(cells: Cells, flush: FlushCells, other: number, ways: number): void {
    if (flush.first < 0) return;
    for (let waiter = 0; waiter < flush.contexts; waiter++) {
      const cell = flush.first + waiter * flush.contexts + other;
      cells[cell] = read(cells, cell) & ~ways;
    }
  },
  /** Who waited for it as queued waits for it as running. */
  begun(cells: Cells, flush: FlushCells, other: number): void {
    if (flush.first < 0) return;
    for (let waiter = 0; waiter < flush.contexts; waiter++) {
      const cell = flush.first + waiter * flush.contexts + other;
      const before = read(cells, cell);
      if ((before & WAYS.queued) !== 0) cells[cell] = (before & ~WAYS.queued) | WAYS.running;
    }
  },
  /** Somebody waits until he has cancelled it. */
  stopping(cells: Cells, flush: FlushCells, other: number): boolean {
    if (flush.first < 0) return false;
    for (let waiter = 0; waiter < flush.contexts; waiter++)
      if ((read(cells, flush.first + waiter * flush.contexts + other) & WAYS.stopping) !== 0) return true;
    return false;
  },
  each(cells: Cells, flush: FlushCells, waiter: number, found: (other: number) => void): void {
    if (flush.first < 0) return;
    const start = flush.first + waiter * flush.contexts;
    for (let other = 0; other < flush.contexts; other++) if (read(cells, start + other) !== 0) found(other);
  },
} as const;

export const lines = {
  join(cells: Cells, line: number, item: number): void {
    const length = read(cells, line);
    cells[line + 1 + length] = item + 1;
    cells[line] = length + 1;
  },
  leave(cells: Cells, line: number, item: number): void {
    const length = read(cells, line);
    const place = lines.placeOf(cells, line, item);
    if (place < 0) return;
    cells.copyWithin(line + 1 + place, line + 2 + place, line + 1 + length);
    cells[line + length] = 0;
    cells[line] = length - 1;
  },
  /** Counted from 0; -1 when it is not in line. */
  placeOf(cells: Cells, line: number, item: number): number {
    const length = read(cells, line);
    for (let place = 0; place < length; place++) if (read(cells, line + 1 + place) === item + 1) return place;
    return -1;
  },
} as const;
