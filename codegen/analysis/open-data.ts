// Which shared data can be seen half-way: data is open when two contexts access it, one stores to it, and no lock that excludes is held at every access.
// Locks count by instance: a lock reached through a variable protects nothing here, which only makes more data open.

import type { Expression, ListRef, Place } from "../ir/expression.js";
import type { Node, Operation } from "../ir/graph.js";
import type { HeldLock } from "../ir/located.js";
import type { Program } from "../ir/program.js";
import { excludingLocks } from "./excluding-locks.js";
import { childrenOf, expressionsOf } from "./operation-uses.js";
import type { SplitGraph } from "./typestate.js";

interface Access {
  readonly field: string;
  readonly stores: boolean;
  readonly context: string;
  /** Locks that keep away everybody who could make the access be seen half-way: for a load also those held as a reader. */
  readonly locks: ReadonlySet<string>;
}

/** Ids of the fields that are open. */
export function openFields(program: Program, graphs: readonly SplitGraph[]): ReadonlySet<string> {
  const byField = new Map<string, Access[]>();
  const excluding = excludingLocks(
    program,
    graphs.flatMap(({ nodes }) => nodes.map(({ node: { operation }, state }) => ({ operation, state }))),
  );
  for (const access of graphs.flatMap((graph) => accessesOf(program, graph, excluding))) {
    const known = byField.get(access.field) ?? [];
    known.push(access);
    byField.set(access.field, known);
  }
  return new Set([...byField].filter(([, accesses]) => isOpen(accesses)).map(([field]) => field));
}

function isOpen(accesses: readonly Access[]): boolean {
  if (!accesses.some((access) => access.stores)) return false;
  if (new Set(accesses.map((access) => access.context)).size < 2) return false;
  const [first, ...others] = accesses;
  return ![...(first?.locks ?? [])].some((lock) => others.every((access) => access.locks.has(lock)));
}

function accessesOf(program: Program, graph: SplitGraph, excluding: ReadonlySet<string>): readonly Access[] {
  const runners = program.contexts.filter((context) => context.graph === graph.graph.id).map((context) => context.id);
  return graph.nodes.flatMap(({ node, state }) => {
    const instances = (held: readonly HeldLock[]): ReadonlySet<string> =>
      new Set(held.flatMap(({ place }) => (place !== null && excluding.has(place.field) ? lockInstance(place) : [])));
    const all = instances(state.held);
    const alone = instances(state.held.filter(({ mode }) => mode === "exclusive"));
    const fields = [
      ...readsOf(node).map((field) => ({ field, stores: false, locks: all })),
      ...storesOf(program, graph, node.operation).map((field) => ({ field, stores: true, locks: alone })),
    ];
    return fields.flatMap((access) => runners.map((context): Access => ({ ...access, context })));
  });
}

function lockInstance(place: Place): readonly string[] {
  if (place.object === null) return [place.field];
  return place.object.kind === "value" && place.object.value.kind === "object" ? [`${place.field} of ${place.object.value.id}`] : [];
}

/** Fields that evaluating the node's expressions reads. */
function readsOf(node: Node): readonly string[] {
  return expressionsOf(node.operation).flatMap(fieldsRead);
}

/** Fields of data that an expression reads. */
export function fieldsRead(expression: Expression): readonly string[] {
  return [...ownRead(expression), ...childrenOf(expression).flatMap(fieldsRead)];
}

/** The field that the topmost node of an expression reads. */
export function ownRead(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "field":
      return [expression.place.field];
    case "node-unlinked":
      return [expression.node.field];
    case "list-end":
    case "list-neighbour":
    case "list-empty":
    case "list-length":
    case "list-contains":
      return listField(expression.list);
    default:
      return [];
  }
}

/** Fields that the operation itself changes. */
export function storesOf(program: Program, graph: SplitGraph, operation: Operation): readonly string[] {
  const nodeOf = (list: ListRef): readonly string[] => {
    const type =
      list.kind === "local"
        ? graph.graph.locals.find((local) => local.id === list.local)?.type
        : program.fields.find((field) => field.id === list.place.field)?.type;
    return type?.kind === "list-head" ? [type.node] : [];
  };
  switch (operation.kind) {
    case "assign":
    case "await":
      return operation.assignments.flatMap(({ target }) => (target.kind === "place" ? [target.place.field] : []));
    case "choose":
      return operation.target.kind === "place" ? [operation.target.place.field] : [];
    case "list-add":
    case "list-move":
      return [
        operation.node.field,
        ...listField(operation.list),
        ...headsOf(program, operation.node.field, operation.kind === "list-move"),
      ];
    case "list-insert":
    case "list-remove":
      return [operation.node.field, ...headsOf(program, operation.node.field, true)];
    case "list-splice":
      return [...listField(operation.from), ...listField(operation.to), ...nodeOf(operation.from)];
    case "list-take-first":
      return [...listField(operation.list), ...nodeOf(operation.list)];
    // Whoever uses such an object elsewhere may find it gone, or with its first values.
    case "free":
      return fieldsIn(program, operation.objects);
    case "allocate":
      return fieldsIn(program, program.pools.find(({ id }) => id === operation.pool)?.objects ?? []);
    default:
      return [];
  }
}

function fieldsIn(program: Program, objects: readonly string[]): readonly string[] {
  return program.fields.filter(({ owners }) => owners?.some((owner) => objects.includes(owner)) === true).map(({ id }) => id);
}

function listField(list: ListRef): readonly string[] {
  return list.kind === "shared" ? [list.place.field] : [];
}

/** Removing a node changes whichever list it is on. */
function headsOf(program: Program, node: string, removes: boolean): readonly string[] {
  return removes
    ? program.fields.filter((field) => field.type.kind === "list-head" && field.type.node === node).map((field) => field.id)
    : [];
}
