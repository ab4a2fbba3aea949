// Which cell of a packed state holds what: the table of docs/semantics.md section 2, flattened. Cell i is the `pc` of context i.

import { setsSleeping } from "../codegen/ir/graph.js";
import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Context, Field, Program } from "../codegen/ir/program.js";
import { type Codes, numberValues } from "./codes.js";
import { type FlushCells, layOutFlushing } from "./flushing.js";
import { type Labels, labelsOf } from "./labels.js";
import { annotationOffset, isSeqcount, mayHaveReaders } from "./readers.js";
import { instanceKey, localListKey } from "./state.js";

/** The cells of one field: `top` at top level, else by number of the object; -1 where there is none. */
export interface FieldCells {
  readonly field: Field;
  readonly top: number;
  readonly byObject: Int32Array;
}

/** One instance of a field, or a cell of its own. */
export interface Instance {
  readonly key: string;
  readonly field: Field;
  /** Number of the object, -1 at top level. */
  readonly object: number;
  readonly cell: number;
}

/** A list: its length at `cell`, then the codes of its entries, then zeros. */
export interface ListCells {
  readonly key: string;
  readonly cell: number;
  readonly capacity: number;
  /** The cells of the node field that links entries, by number of the object. */
  readonly nodes: Int32Array;
}

export interface ContextCells {
  readonly context: Context;
  readonly labels: Labels;
  /** Task state; -1 when the context never waits on a queue. */
  readonly task: number;
  /** How often it may still come; -1 for all but hardirq and softirq contexts. */
  readonly remaining: number;
  readonly locals: ReadonlyMap<string, number>;
  readonly localLists: ReadonlyMap<string, number>;
  /** Where it stands among those that wait on queues, -1 if it never does. */
  readonly sleeper: number;
}

export interface Layout {
  readonly located: LocatedProgram;
  readonly codes: Codes;
  readonly width: number;
  readonly contexts: readonly ContextCells[];
  readonly fields: ReadonlyMap<string, FieldCells>;
  /** By number of the object: whether it is allocated, 1 or 0; -1 for objects that exist for ever. */
  readonly memory: Int32Array;
  readonly flush: FlushCells;
  readonly instances: readonly Instance[];
  readonly lists: readonly ListCells[];
  /** By the cell of the list. */
  readonly listAt: ReadonlyMap<number, ListCells>;
  /** Contexts that can wait on queues. A queue has a cell for each of them: 0 when it is not on the queue (operations/waits.ts). */
  readonly sleepers: readonly number[];
  /** Some context can put itself on a queue; else all are running for ever. */
  readonly canSleep: boolean;
  /** Some context can wait exclusively. */
  readonly anyExclusive: boolean;
  /** By CPU: the handler that is active there, context number + 1; -1 when the program has none of that level. */
  readonly hardirq: readonly number[];
  readonly softirq: readonly number[];
}

/** Hands out cells, one after the other. */
class Counter {
  next = 0;
  take(count = 1): number {
    const first = this.next;
    this.next += count;
    return first;
  }
}

/** Gives every part of the state its cells. */
export function layOut(located: LocatedProgram): Layout {
  const { program } = located;
  const cells = new Counter();
  cells.take(program.contexts.length);
  const codes = numberValues(program);
  const objectNumber = new Map(codes.objects.map((id, index) => [id, index]));
  const known = new Map<string, Labels>();
  const labels = program.contexts.map((context) => labelsOf(located, context, known));
  const sleepers = program.contexts.flatMap((_, index) => (labels[index]?.locations.some(isWaiting) === true ? [index] : []));
  const canSleep = labels.some(({ locations }) => locations.some(({ node }) => setsSleeping(node.operation)));
  const anyExclusive = program.graphs.some(({ nodes }) =>
    nodes.some(({ operation }) => operation.kind === "wait-prepare" && operation.exclusive),
  );
  const fields = new Map<string, FieldCells>();
  const instances: Instance[] = [];
  for (const field of program.fields) {
    const byObject = new Int32Array(program.objects.length).fill(-1);
    const owners = field.owners?.map((id) => objectNumber.get(id) ?? missing(id)) ?? [-1];
    let top = -1;
    for (const object of owners) {
      const cell = cells.take(sizeOf(program, field, sleepers.length));
      if (object < 0) top = cell;
      else byObject[object] = cell;
      instances.push({ key: instanceKey(field.id, object < 0 ? null : (codes.objects[object] ?? null)), field, object, cell });
    }
    fields.set(field.id, { field, top, byObject });
  }
  const memory = Int32Array.from(codes.objects, (id) => (program.memory[id] === undefined ? -1 : cells.take()));
  const lists: ListCells[] = instances.flatMap(({ key, cell, field }) =>
    field.type.kind === "list-head"
      ? [{ key, cell, capacity: capacityOf(program, field.type.node), nodes: nodeCells(fields, field.type.node) }]
      : [],
  );
  const contexts = program.contexts.map((context, index): ContextCells => {
    const graph = labels[index] ?? missing(context.graph);
    const locals = new Map<string, number>();
    const localLists = new Map<string, number>();
    for (const local of graph.graph.graph.locals) {
      if (local.type.kind === "value") locals.set(local.id, cells.take());
      if (local.type.kind !== "list-head") continue;
      const capacity = capacityOf(program, local.type.node);
      const cell = cells.take(1 + capacity);
      localLists.set(local.id, cell);
      lists.push({ key: localListKey(context.id, local.id), cell, capacity, nodes: nodeCells(fields, local.type.node) });
    }
    const sleeper = sleepers.indexOf(index);
    const counted = context.kind === "hardirq" || context.kind === "softirq";
    return {
      context,
      labels: graph,
      task: sleeper < 0 ? -1 : cells.take(),
      remaining: counted ? cells.take() : -1,
      locals,
      localLists,
      sleeper,
    };
  });
  const perCpu = (level: Context["level"]): readonly number[] => {
    const used = program.contexts.some((context) => context.level === level);
    return Array.from({ length: program.cpus }, () => (used ? cells.take() : -1));
  };
  const hardirq = perCpu("hardirq");
  const softirq = perCpu("softirq");
  const flush = layOutFlushing(program, (count) => cells.take(count));
  const listAt = new Map(lists.map((list) => [list.cell, list]));
  return {
    located,
    codes,
    width: cells.next,
    contexts,
    fields,
    memory,
    flush,
    instances,
    lists,
    listAt,
    sleepers,
    canSleep,
    anyExclusive,
    hardirq,
    softirq,
  };
}

function isWaiting(location: { readonly node: { readonly operation: { readonly kind: string } } }): boolean {
  return ["wait-prepare", "wait-run", "wait-finish", "schedule", "set-task-state"].includes(location.node.operation.kind);
}

function sizeOf(program: Program, field: Field, sleepers: number): number {
  switch (field.type.kind) {
    case "list-head":
      return 1 + capacityOf(program, field.type.node);
    case "wait-queue":
      return sleepers;
    case "int":
    case "bool":
    case "enum":
    case "ref":
    case "lock":
      return cellsOfLock(program, field);
    case "semaphore":
    case "list-node":
    case "deferred":
      return 1;
  }
}

function cellsOfLock(program: Program, field: Field): number {
  const own = mayHaveReaders(field) || isSeqcount(field) ? 1 + program.contexts.length : 1;
  return annotationOffset(program, field) < 0 ? own : own + program.contexts.length;
}

/** How many entries a list through this node field can have: an object is on it at most once. */
function capacityOf(program: Program, node: string): number {
  return program.fields.find((field) => field.id === node)?.owners?.length ?? 0;
}

function nodeCells(fields: ReadonlyMap<string, FieldCells>, field: string): Int32Array {
  return (fields.get(field) ?? missing(field)).byObject;
}

function missing(name: string): never {
  throw new Error(`'${name}' is not declared in the program`);
}
