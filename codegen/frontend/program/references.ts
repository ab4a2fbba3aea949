// What the nodes and properties of a program refer to: only that becomes part of it.

import type { Expression, ListRef, Place } from "../../ir/expression.js";
import { type FlushTarget, type Node, type Operation, placesOfTarget, type Target } from "../../ir/graph.js";
import type { RcuFlavour } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";

/** Called for everything that is referred to. */
export interface ReferenceVisitor {
  readonly place: (place: Place) => void;
  readonly local: (id: string) => void;
  readonly pool: (id: string) => void;
  readonly object: (id: string) => void;
  readonly rcuSection: (flavour: RcuFlavour) => void;
  readonly allocates: (pool: string) => void;
  readonly frees: (objects: readonly string[]) => void;
}

export const IGNORE: ReferenceVisitor = {
  place: () => undefined,
  local: () => undefined,
  pool: () => undefined,
  object: () => undefined,
  rcuSection: () => undefined,
  allocates: () => undefined,
  frees: () => undefined,
};

/** Locals that nodes read or store. */
export function localsIn(nodes: readonly Node[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of nodes) visitOperation(node.operation, { ...IGNORE, local: (id) => found.add(id) });
  return found;
}

export function visitOperation(operation: Operation, visitor: ReferenceVisitor): void {
  const expression = (value: Expression): void => visitExpression(value, visitor);
  const place = (value: Place): void => visitPlace(value, visitor);
  const list = (value: ListRef): void => visitList(value, visitor);
  const target = (value: Target): void => (value.kind === "local" ? visitor.local(value.local) : place(value.place));
  const flushed = (what: FlushTarget): void => placesOfTarget(what).forEach(place);
  const result = (local: string | null): void => (local === null ? undefined : visitor.local(local));
  switch (operation.kind) {
    case "assign":
      for (const assignment of operation.assignments) {
        target(assignment.target);
        expression(assignment.value);
      }
      return;
    case "branch":
    case "assert":
      return expression(operation.condition);
    case "choose":
      target(operation.target);
      return operation.options.forEach(expression);
    case "acquire":
    case "try-acquire":
    case "annotate":
    case "seq-write":
      place(operation.acquisition.lock);
      if (operation.acquisition.nest !== null) place(operation.acquisition.nest);
      return operation.kind === "try-acquire" ? result(operation.result) : undefined;
    case "unless":
      return visitOperation(operation.operation, visitor);
    case "down":
    case "up":
      return place(operation.semaphore);
    case "try-down":
      place(operation.semaphore);
      return result(operation.result);
    case "seq-read":
      return place(operation.seqcount);
    case "seq-retry":
      place(operation.seqcount);
      return result(operation.result);
    case "nofs":
      return visitor.local(operation.flags);
    case "annotate-release":
    case "lock-init":
    case "release":
    case "downgrade":
      return place(operation.lock);
    case "irq":
      return operation.action === "save" || operation.action === "restore" ? visitor.local(operation.flags) : undefined;
    case "rcu":
      return visitor.rcuSection(operation.flavour);
    case "list-add":
      place(operation.node);
      list(operation.list);
      return result(operation.wasEmpty);
    case "list-insert":
      place(operation.node);
      return place(operation.other);
    case "list-move":
      place(operation.node);
      return list(operation.list);
    case "list-remove":
      return place(operation.node);
    case "list-splice":
      list(operation.from);
      return list(operation.to);
    case "list-take-first":
      list(operation.list);
      return visitor.local(operation.result);
    case "timer-start":
      return place(operation.timer);
    case "timer-try-cancel":
    case "timer-cancel":
      place(operation.timer);
      return result(operation.result);
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "wake":
      return place(operation.queue);
    case "await":
      for (const assignment of operation.assignments) {
        target(assignment.target);
        expression(assignment.value);
      }
      return expression(operation.condition);
    case "item-queue":
      place(operation.item);
      if (operation.delays !== null) place(operation.delays);
      return result(operation.result);
    case "item-dequeue":
      place(operation.item);
      if (operation.timer !== null) place(operation.timer);
      return result(operation.result);
    case "rcu-call":
      return place(operation.head);
    case "flush-begin":
      flushed(operation.what);
      return result(operation.result);
    case "flush-wait":
      return flushed(operation.what);
    case "allocate":
      visitor.pool(operation.pool);
      visitor.allocates(operation.pool);
      return visitor.local(operation.result);
    case "free":
      visitor.frees(operation.objects);
      return expression(operation.object);
    case "bottom-halves":
    case "preemption":
    case "might-sleep":
    case "rcu-use":
    case "schedule":
    case "set-task-state":
    case "wake-task":
    case "end":
      return;
    default:
      return unreachable(operation);
  }
}

export function visitExpression(expression: Expression, visitor: ReferenceVisitor): void {
  const inner = (value: Expression): void => visitExpression(value, visitor);
  switch (expression.kind) {
    case "value":
      return expression.value.kind === "object" ? visitor.object(expression.value.id) : undefined;
    case "local":
      return visitor.local(expression.local);
    case "argument":
    case "bound":
    case "finished":
    case "here":
    case "this-cpu":
      return;
    case "field":
      return visitPlace(expression.place, visitor);
    case "unary":
      return inner(expression.operand);
    case "binary":
      inner(expression.left);
      return inner(expression.right);
    case "conditional":
      inner(expression.condition);
      inner(expression.whenTrue);
      return inner(expression.whenFalse);
    case "list-end":
    case "list-empty":
    case "list-length":
      return visitList(expression.list, visitor);
    case "list-neighbour":
      visitList(expression.list, visitor);
      return inner(expression.of);
    case "list-contains":
      visitList(expression.list, visitor);
      return inner(expression.object);
    case "node-unlinked":
      return visitPlace(expression.node, visitor);
    case "timer-queued":
    case "timer-running":
      return visitPlace(expression.timer, visitor);
    case "lock-taken":
    case "lock-mine":
      return visitPlace(expression.lock, visitor);
    case "queue-active":
      return visitPlace(expression.queue, visitor);
    case "pool-next":
      visitor.pool(expression.pool);
      return expression.of === null ? undefined : inner(expression.of);
    case "pool-at":
      visitor.pool(expression.pool);
      return inner(expression.index);
    case "quantifier":
      visitor.pool(expression.pool);
      return inner(expression.body);
    case "counted":
      inner(expression.value);
      return inner(expression.holds);
    case "allocated":
      return inner(expression.object);
    default:
      return unreachable(expression);
  }
}

function visitPlace(place: Place, visitor: ReferenceVisitor): void {
  visitor.place(place);
  if (place.object !== null) visitExpression(place.object, visitor);
}

function visitList(list: ListRef, visitor: ReferenceVisitor): void {
  if (list.kind === "local") visitor.local(list.local);
  else visitPlace(list.place, visitor);
}
