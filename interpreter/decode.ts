// A packed state as plain data, and back to text.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { isInState } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import { WAYS } from "./flushing.js";
import { pcText } from "./labels.js";
import type { ContextCells, Instance, Layout, ListCells } from "./layout.js";
import { listOfNode, NODE_POISONED } from "./lists.js";
import { compileProgram } from "./machine.js";
import { FIRST_EXCLUSIVE, SLEEPING } from "./operations/waits.js";
import { annotationOffset, isSeqcount, mayHaveReaders } from "./readers.js";
import { type InterpretedState, type PlainValue, POISONED, SELF_LINKED } from "./state.js";

/** The readable form of a packed state. */
export function decode(program: LocatedProgram, packed: Cells): InterpretedState {
  const { layout } = compileProgram(program);
  const { contexts, codes } = layout;
  const idOf = (number: number): string | null => contexts[number]?.context.id ?? null;
  const owner = (cell: number): string | null => idOf(read(packed, cell) - 1);
  const instancesOf = (...kinds: readonly string[]): readonly Instance[] =>
    layout.instances.filter(({ field }) => kinds.includes(field.type.kind));
  const table = <Value>(kinds: readonly string[], value: (cell: number) => Value): Record<string, Value> =>
    Object.fromEntries(instancesOf(...kinds).map(({ key, cell }) => [key, value(cell)]));
  const perContext = <Value>(
    used: (context: ContextCells) => boolean,
    value: (context: ContextCells, number: number) => Value,
  ): Record<string, Value> =>
    Object.fromEntries(
      contexts.flatMap((context, number) => (used(context) ? [[context.context.id, value(context, number)] as const] : [])),
    );
  return {
    pc: perContext(
      () => true,
      ({ labels, context }, number) => pcText(labels, context, read(packed, number)),
    ),
    fields: table(["int", "bool", "enum", "ref"], (cell) => codes.plain(read(packed, cell))),
    owners: Object.fromEntries(
      instancesOf("lock")
        .filter(({ field: { type } }) => type.kind === "lock" && isInState(program.program, type.type))
        .map(({ key, cell }) => [key, owner(cell)]),
    ),
    undisturbed: Object.fromEntries(
      instancesOf("lock")
        .filter(({ field }) => isSeqcount(field))
        .map(({ key, cell }) => [
          key,
          contexts.flatMap((_, number) => (read(packed, cell + number + 1) === 1 ? (idOf(number) ?? []) : [])),
        ]),
    ),
    permits: table(["semaphore"], (cell) => read(packed, cell)),
    readers: Object.fromEntries(
      instancesOf("lock")
        .filter(({ field }) => mayHaveReaders(field))
        .map(({ key, cell }) => [key, readsOf(layout, packed, cell)]),
    ),
    annotated: Object.fromEntries(
      instancesOf("lock").flatMap(({ key, cell, field }) => {
        const offset = annotationOffset(program.program, field);
        return offset < 0 ? [] : [[key, readsOf(layout, packed, cell + offset - 1)] as const];
      }),
    ),
    lists: Object.fromEntries(layout.lists.map((list) => [list.key, entries(layout, packed, list)])),
    nodes: table(["list-node"], (cell) => nodeText(layout, read(packed, cell))),
    timers: table(["deferred"], (cell) => read(packed, cell) === 1),
    memory: Object.fromEntries(codes.objects.flatMap((id, object) => allocation(layout, packed, id, object))),
    awaited: Object.fromEntries(
      layout.flush.first < 0 ? [] : contexts.map(({ context }, number) => [context.id, awaitedBy(layout, packed, number)]),
    ),
    lines: Object.fromEntries([...layout.flush.lines].map(([id, line]) => [id, itemsIn(packed, line).flatMap((item) => idOf(item) ?? [])])),
    queues: table(["wait-queue"], (cell) =>
      layout.sleepers.filter((_, index) => read(packed, cell + index) !== 0).flatMap((number) => idOf(number) ?? []),
    ),
    exclusive: layout.anyExclusive
      ? table(["wait-queue"], (cell) => exclusiveAt(layout, packed, cell).flatMap((number) => idOf(number) ?? []))
      : {},
    tasks: perContext(
      () => layout.canSleep,
      ({ task }) => (task >= 0 && read(packed, task) === SLEEPING ? "sleeping" : "running"),
    ),
    hardirq: handlers(layout.hardirq, owner),
    softirq: handlers(layout.softirq, owner),
    remaining: perContext(
      ({ remaining }) => remaining >= 0,
      ({ remaining }) => read(packed, remaining),
    ),
    locals: perContext(
      ({ locals }) => locals.size > 0,
      ({ locals }): Record<string, PlainValue> =>
        Object.fromEntries([...locals].map(([id, cell]) => [id, codes.plain(read(packed, cell))])),
    ),
  };
}

/** Numbers of the contexts that wait exclusively, in their order. */
function exclusiveAt({ sleepers }: Layout, packed: Cells, queue: number): readonly number[] {
  const ranks = sleepers.map((number, index) => ({ number, rank: read(packed, queue + index) }));
  return ranks
    .filter(({ rank }) => rank >= FIRST_EXCLUSIVE)
    .sort((a, b) => a.rank - b.rank)
    .map(({ number }) => number);
}

function readsOf(layout: Layout, packed: Cells, lock: number): Record<string, number> {
  const reading = layout.contexts.map(({ context }, number) => [context.id, read(packed, lock + number + 1)] as const);
  return Object.fromEntries(reading.filter(([, reads]) => reads > 0));
}

function awaitedBy(layout: Layout, packed: Cells, waiter: number): readonly string[] {
  const { first, contexts, srcu } = layout.flush;
  const names = [...Object.entries(WAYS), ...[...srcu].map(([field, bit]) => [`reading-${field}`, bit] as const)];
  return layout.contexts
    .flatMap(({ context }, other) => {
      const ways = read(packed, first + waiter * contexts + other);
      return names.flatMap(([way, bit]) => ((ways & bit) === 0 ? [] : [`${context.id} ${way}`]));
    })
    .sort();
}

function itemsIn(packed: Cells, line: number): readonly number[] {
  return Array.from({ length: read(packed, line) }, (_, place) => read(packed, line + 1 + place) - 1);
}

function allocation(layout: Layout, packed: Cells, id: string, object: number): readonly (readonly [string, boolean])[] {
  const cell = layout.memory[object] ?? -1;
  return cell < 0 ? [] : [[id, read(packed, cell) === 1]];
}

function entries(layout: Layout, packed: Cells, list: ListCells): readonly string[] {
  return Array.from({ length: read(packed, list.cell) }, (_, index) => String(layout.codes.plain(read(packed, list.cell + 1 + index))));
}

function nodeText(layout: Layout, node: number): string {
  const list = layout.listAt.get(listOfNode(node));
  if (list !== undefined) return list.key;
  return node === NODE_POISONED ? POISONED : SELF_LINKED;
}

function handlers(cells: readonly number[], owner: (cell: number) => string | null): Record<string, string | null> {
  return Object.fromEntries(cells.flatMap((cell, cpu) => (cell < 0 ? [] : [[String(cpu), owner(cell)] as const])));
}
