// What a step reads and stores of the state that other contexts can see, by instance: the ground on which steps are said to commute.
// Known limit: an object that only a variable names may be any object.
//
// Whoever adds an operation that looks at where another context is, or at what it holds, says so here and in movers.ts.

import type { Expression, ListRef, Place } from "../../ir/expression.js";
import { type FlowGraph, type Operation, placesOfTarget, type Target } from "../../ir/graph.js";
import { type Context, cpuObject, type Program } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";
import { childrenOf, expressionsOf } from "../operation-uses.js";

/** One access. `key` names the instance (an object, "" at top level, a context for what is its own), null when it may be any. */
export interface Touch {
  readonly resource: string;
  readonly key: string | null;
  readonly stores: boolean;
}

/** Everything that `operation` accesses when `context` executes it. Locals are its own and do not count, but for lists on a stack. */
export function touchesOf(program: Program, graph: FlowGraph, operation: Operation, context: Context): readonly Touch[] {
  const reads = expressionsOf(operation).flatMap((expression) => readsOf(program, expression, context));
  return [...reads, ...ownTouches(program, graph, operation, context)];
}

/** What the operation itself accesses, besides evaluating its expressions. */
function ownTouches(program: Program, graph: FlowGraph, operation: Operation, context: Context): readonly Touch[] {
  const place = (touched: Place): readonly Touch[] => placeTouches(program, touched, context, true);
  const target = (stored: Target): readonly Touch[] => (stored.kind === "place" ? place(stored.place) : []);
  const list = (touched: ListRef): readonly Touch[] => listTouches(program, touched, context, true);
  const nodes = (touched: ListRef): readonly Touch[] =>
    nodeFieldOf(program, graph, touched).map((resource) => ({ resource, key: null, stores: true }));
  switch (operation.kind) {
    case "assign":
      return operation.assignments.flatMap((assignment) => target(assignment.target));
    case "choose":
      return target(operation.target);
    case "branch":
    case "assert":
    case "might-sleep":
    case "rcu-use":
    case "nofs":
    case "irq":
    case "bottom-halves":
    case "preemption":
      return [];
    case "acquire":
    case "try-acquire":
    case "seq-write":
      return place(operation.acquisition.lock);
    // What lockdep is told changes nothing.
    case "annotate":
      return aliveOf(program, operation.acquisition.lock, context);
    case "annotate-release":
      return aliveOf(program, operation.lock, context);
    case "seq-read":
    case "seq-retry":
      return place(operation.seqcount);
    case "down":
    case "try-down":
    case "up":
      return place(operation.semaphore);
    case "unless":
      return ownTouches(program, graph, operation.operation, context);
    case "release":
    case "downgrade":
    case "lock-init":
      return place(operation.lock);
    case "rcu":
      return [{ resource: "rcu", key: context.id, stores: true }];
    case "list-add":
      return [...place(operation.node), ...list(operation.list)];
    case "list-insert":
      return [...place(operation.node), ...place(operation.other), ...anyListOf(program, operation.node.field)];
    case "list-move":
      return [...place(operation.node), ...list(operation.list), ...anyListOf(program, operation.node.field)];
    case "list-remove":
      return [...place(operation.node), ...anyListOf(program, operation.node.field)];
    case "list-splice":
      return [...list(operation.from), ...list(operation.to), ...nodes(operation.from)];
    case "list-take-first":
      return [...list(operation.list), ...nodes(operation.list)];
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
      return place(operation.timer);
    case "await":
      return operation.assignments.flatMap((assignment) => target(assignment.target));
    case "item-queue":
      return [...place(operation.item), ...(operation.delays === null ? [] : place(operation.delays))];
    case "item-dequeue":
      return [...place(operation.item), ...(operation.timer === null ? [] : place(operation.timer))];
    case "rcu-call":
      return place(operation.head);
    case "flush-begin":
    case "flush-wait":
      return placesOfTarget(operation.what).flatMap(place);
    case "allocate":
      return ownedBy(program, program.pools.find((pool) => pool.id === operation.pool)?.objects ?? []);
    case "free":
      return ownedBy(program, operation.objects);
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "wake":
      return place(operation.queue);
    case "set-task-state":
      return [{ resource: "task state", key: context.id, stores: true }];
    case "wake-task":
      return [{ resource: "task state", key: operation.context, stores: true }];
    case "schedule":
    case "end":
      return [];
    default:
      return unreachable(operation);
  }
}

/** What evaluating an expression reads. */
export function readsOf(program: Program, expression: Expression, context: Context | null): readonly Touch[] {
  return [...ownReads(program, expression, context), ...childrenOf(expression).flatMap((child) => readsOf(program, child, context))];
}

function ownReads(program: Program, expression: Expression, context: Context | null): readonly Touch[] {
  const place = (read: Place): readonly Touch[] => placeTouches(program, read, context, false);
  switch (expression.kind) {
    case "value":
    case "local":
    case "argument":
    case "this-cpu":
    case "here":
    case "bound":
    case "unary":
    case "binary":
    case "conditional":
    case "pool-next":
    case "pool-at":
    case "quantifier":
    case "finished":
    case "counted":
      return [];
    case "allocated":
      return [{ resource: ALIVE, key: null, stores: false }];
    case "field":
      return place(expression.place);
    case "list-end":
    case "list-empty":
    case "list-length":
    case "list-contains":
      return listTouches(program, expression.list, context, false);
    case "list-neighbour": {
      const resource = expression.list.kind === "shared" ? listNode(program, expression.list.place.field) : null;
      const anyNode = program.fields.filter((field) => field.type.kind === "list-node" && (resource === null || field.id === resource));
      return [
        ...listTouches(program, expression.list, context, false),
        ...anyNode.map((field) => ({ resource: field.id, key: null, stores: false })),
      ];
    }
    case "node-unlinked":
      return place(expression.node);
    case "timer-queued":
    case "timer-running":
      return place(expression.timer);
    case "lock-taken":
      return place(expression.lock);
    case "lock-mine":
      return mayBeTakenAway(program, expression.lock) ? place(expression.lock) : aliveOf(program, expression.lock, context);
    case "queue-active":
      return place(expression.queue);
    default:
      return unreachable(expression);
  }
}

/** Nobody else can make the running context the owner; taking a lock from its owner is to initialise it, or to write under its seqcount. */
function mayBeTakenAway(program: Program, lock: Place): boolean {
  const type = program.fields.find((field) => field.id === lock.field)?.type;
  if (type?.kind === "lock" && type.type === "seqcount_t") return true;
  return program.graphs.some(({ nodes }) =>
    nodes.some(({ operation }) => operation.kind === "lock-init" && operation.lock.field === lock.field),
  );
}

/** The instance that a place names, as far as it is known whoever runs. */
export function keyOf(place: Place, context: Context | null): string | null {
  if (place.object === null) return "";
  if (place.object.kind === "value") return place.object.value.kind === "object" ? place.object.value.id : null;
  if (place.object.kind === "this-cpu") return context === null ? null : cpuObject(context.cpus[0] ?? 0);
  if (place.object.kind === "argument") return context?.argument?.kind === "object" ? context.argument.id : null;
  return null;
}

function placeTouches(program: Program, place: Place, context: Context | null, stores: boolean): readonly Touch[] {
  return [{ resource: place.field, key: keyOf(place, context), stores }, ...aliveOf(program, place, context)];
}

const ALIVE = "alive";

/** Using an object that comes and goes is a fault when it is not allocated: that is looked at. */
function aliveOf(program: Program, place: Place, context: Context | null): readonly Touch[] {
  const key = keyOf(place, context);
  const comesAndGoes = key === null ? Object.keys(program.memory).length > 0 : Object.hasOwn(program.memory, key);
  return comesAndGoes ? [{ resource: ALIVE, key, stores: false }] : [];
}

/** Allocating an object sets all that is in it; freeing it looks whether any of it is in use. */
function ownedBy(program: Program, objects: readonly string[]): readonly Touch[] {
  const fields = program.fields.filter((field) => field.owners?.some((owner) => objects.includes(owner)) === true).map(({ id }) => id);
  return [ALIVE, ...fields].map((resource) => ({ resource, key: null, stores: true }));
}

function listTouches(program: Program, list: ListRef, context: Context | null, stores: boolean): readonly Touch[] {
  return list.kind === "shared"
    ? placeTouches(program, list.place, context, stores)
    : [{ resource: stackList(list.local), key: context?.id ?? null, stores }];
}

/** Removing a node changes whichever list it is on: a shared one, or one on anybody's stack. */
function anyListOf(program: Program, node: string): readonly Touch[] {
  const heads = program.fields.filter((field) => field.type.kind === "list-head" && field.type.node === node).map((field) => field.id);
  const stacks = program.graphs.flatMap((graph) =>
    graph.locals.flatMap((local) => (local.type.kind === "list-head" && local.type.node === node ? [stackList(local.id)] : [])),
  );
  return [...heads, ...stacks].map((resource) => ({ resource, key: null, stores: true }));
}

function nodeFieldOf(program: Program, graph: FlowGraph, list: ListRef): readonly string[] {
  if (list.kind === "shared") return [listNode(program, list.place.field)].filter((node) => node !== null);
  const type = graph.locals.find((local) => local.id === list.local)?.type;
  return type?.kind === "list-head" ? [type.node] : [];
}

function listNode(program: Program, head: string): string | null {
  const type = program.fields.find((field) => field.id === head)?.type;
  return type?.kind === "list-head" ? type.node : null;
}

function stackList(local: string): string {
  return `stack ${local}`;
}
