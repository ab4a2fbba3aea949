// Which locals and which expressions an operation uses: the one place that knows the shape of every operation for analyses.

import type { Expression, ListRef, Place } from "../ir/expression.js";
import { type Operation, placesOfTarget, type Target } from "../ir/graph.js";

/** All expressions that are evaluated when the operation is executed, in order; places stand for their object expression. */
export function expressionsOf(operation: Operation): readonly Expression[] {
  switch (operation.kind) {
    case "assign":
      return operation.assignments.flatMap((assignment) => [...targetExpressions(assignment.target), assignment.value]);
    case "branch":
    case "assert":
      return [operation.condition];
    case "choose":
      return [...targetExpressions(operation.target), ...operation.options];
    case "acquire":
    case "try-acquire":
    case "annotate":
    case "seq-write":
      return [
        ...placeExpressions(operation.acquisition.lock),
        ...(operation.acquisition.nest === null ? [] : placeExpressions(operation.acquisition.nest)),
      ];
    case "release":
    case "downgrade":
    case "annotate-release":
    case "lock-init":
      return placeExpressions(operation.lock);
    case "unless":
      return expressionsOf(operation.operation);
    case "down":
    case "try-down":
    case "up":
      return placeExpressions(operation.semaphore);
    case "seq-read":
    case "seq-retry":
      return placeExpressions(operation.seqcount);
    case "list-add":
    case "list-move":
      return [...placeExpressions(operation.node), ...listExpressions(operation.list)];
    case "list-insert":
      return [...placeExpressions(operation.node), ...placeExpressions(operation.other)];
    case "list-remove":
      return placeExpressions(operation.node);
    case "list-splice":
      return [...listExpressions(operation.from), ...listExpressions(operation.to)];
    case "list-take-first":
      return listExpressions(operation.list);
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
      return placeExpressions(operation.timer);
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "wake":
      return placeExpressions(operation.queue);
    case "free":
      return [operation.object];
    case "await":
      return [
        operation.condition,
        ...operation.assignments.flatMap((assignment) => [assignment.value, ...targetExpressions(assignment.target)]),
      ];
    case "item-queue":
      return [operation.item, operation.delays].flatMap(optionalPlace);
    case "item-dequeue":
      return [operation.item, operation.timer].flatMap(optionalPlace);
    case "flush-begin":
    case "flush-wait":
      return placesOfTarget(operation.what).flatMap(placeExpressions);
    case "rcu-call":
      return placeExpressions(operation.head);
    case "allocate":
    case "irq":
    case "bottom-halves":
    case "preemption":
    case "rcu":
    case "nofs":
    case "might-sleep":
    case "rcu-use":
    case "schedule":
    case "set-task-state":
    case "wake-task":
    case "end":
      return [];
  }
}

/** Locals the operation stores to. */
export function definedLocals(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "assign":
    case "await":
      return operation.assignments.flatMap((assignment) => targetLocals(assignment.target));
    case "choose":
      return targetLocals(operation.target);
    case "try-acquire":
    case "try-down":
    case "seq-retry":
    case "timer-try-cancel":
    case "timer-cancel":
    case "list-take-first":
    case "allocate":
    case "item-queue":
    case "item-dequeue":
    case "flush-begin":
      return operation.result === null ? [] : [operation.result];
    case "list-add":
      return operation.wasEmpty === null ? [] : [operation.wasEmpty];
    default:
      return [];
  }
}

/** Locals whose value the operation reads. */
export function usedLocals(operation: Operation): readonly string[] {
  return expressionsOf(operation).flatMap(localsOf);
}

/** Locals an expression reads. */
export function localsOf(expression: Expression): readonly string[] {
  return expression.kind === "local" ? [expression.local] : childrenOf(expression).flatMap(localsOf);
}

/** Direct subexpressions, in order of evaluation. */
export function childrenOf(expression: Expression): readonly Expression[] {
  const objects = placesUsed(expression).flatMap(placeExpressions);
  switch (expression.kind) {
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "list-neighbour":
      return [...objects, expression.of];
    case "list-contains":
      return [...objects, expression.object];
    case "pool-next":
      return expression.of === null ? [] : [expression.of];
    case "pool-at":
      return [expression.index];
    case "quantifier":
      return [expression.body];
    case "counted":
      return [expression.holds, expression.value];
    case "allocated":
      return [expression.object];
    default:
      return objects;
  }
}

/** Places that an expression itself looks at, its subexpressions aside. */
export function placesUsed(expression: Expression): readonly Place[] {
  switch (expression.kind) {
    case "field":
      return [expression.place];
    case "list-end":
    case "list-empty":
    case "list-length":
    case "list-neighbour":
    case "list-contains":
      return expression.list.kind === "local" ? [] : [expression.list.place];
    case "node-unlinked":
      return [expression.node];
    case "timer-queued":
    case "timer-running":
      return [expression.timer];
    case "lock-taken":
    case "lock-mine":
      return [expression.lock];
    case "queue-active":
      return [expression.queue];
    case "value":
    case "local":
    case "argument":
    case "bound":
    case "finished":
    case "here":
    case "this-cpu":
    case "unary":
    case "binary":
    case "conditional":
    case "pool-next":
    case "pool-at":
    case "quantifier":
    case "counted":
    case "allocated":
      return [];
  }
}

function optionalPlace(place: Place | null): readonly Expression[] {
  return place === null ? [] : placeExpressions(place);
}

function targetExpressions(target: Target): readonly Expression[] {
  return target.kind === "local" ? [] : placeExpressions(target.place);
}

function targetLocals(target: Target): readonly string[] {
  return target.kind === "local" ? [target.local] : [];
}

function placeExpressions(place: Place): readonly Expression[] {
  return place.object === null ? [] : [place.object];
}

function listExpressions(list: ListRef): readonly Expression[] {
  return list.kind === "local" ? [] : placeExpressions(list.place);
}
