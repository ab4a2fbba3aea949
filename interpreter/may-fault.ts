// Whether evaluating an expression can be a fault at all. Errs on the side of yes.

import type { Expression, ListRef, Place } from "../codegen/ir/expression.js";

/** False only when no state makes the evaluation a fault. */
export function mayFault(expression: Expression): boolean {
  switch (expression.kind) {
    case "value":
    case "local":
    case "argument":
    case "this-cpu":
    case "here":
    case "bound":
    case "finished":
      return false;
    case "field":
      return placeMayFault(expression.place);
    case "unary":
      return mayFault(expression.operand);
    case "binary":
      return mayFault(expression.left) || mayFault(expression.right);
    case "conditional":
      return mayFault(expression.condition) || mayFault(expression.whenTrue) || mayFault(expression.whenFalse);
    case "list-end":
      return !expression.orNull || listMayFault(expression.list);
    case "list-neighbour":
      return true;
    case "list-empty":
    case "list-length":
      return listMayFault(expression.list);
    case "list-contains":
      return listMayFault(expression.list) || mayFault(expression.object);
    case "node-unlinked":
      return placeMayFault(expression.node);
    case "timer-queued":
    case "timer-running":
      return placeMayFault(expression.timer);
    case "lock-taken":
    case "lock-mine":
      return placeMayFault(expression.lock);
    case "queue-active":
      return placeMayFault(expression.queue);
    case "pool-next":
      return expression.of !== null && mayFault(expression.of);
    case "pool-at":
      return mayFault(expression.index);
    case "quantifier":
      return mayFault(expression.body);
    case "counted":
      return true;
    case "allocated":
      return mayFault(expression.object);
  }
}

function placeMayFault(place: Place): boolean {
  if (place.object === null) return false;
  return (
    place.object.kind !== "value" && place.object.kind !== "argument" && place.object.kind !== "this-cpu" && place.object.kind !== "bound"
  );
}

function listMayFault(list: ListRef): boolean {
  return list.kind === "shared" && placeMayFault(list.place);
}
