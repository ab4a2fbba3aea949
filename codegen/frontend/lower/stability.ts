// Which expressions keep their value while the context goes on: constants, the argument, variables that are assigned once.

import type { Expression } from "../../ir/expression.js";

/**
 * True when `expression` can stand for its value anywhere later in the same expansion. Variables that the model's code assigns to
 * are `changing`; all others get their value once for each time they are declared. Fields that nothing stores to are `fixed`.
 */
export function isStable(expression: Expression, changing: (local: string) => boolean, fixed: (field: string) => boolean): boolean {
  const stable = (part: Expression): boolean => isStable(part, changing, fixed);
  switch (expression.kind) {
    case "value":
    case "argument":
    case "this-cpu":
    case "bound":
      return true;
    case "local":
      return !changing(expression.local);
    case "unary":
      return stable(expression.operand);
    case "binary":
      return stable(expression.left) && stable(expression.right);
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse].every(stable);
    case "pool-at":
      return stable(expression.index);
    case "pool-next":
      return expression.of === null || stable(expression.of);
    case "field":
      return (
        fixed(expression.place.field) && !expression.place.nullable && (expression.place.object === null || stable(expression.place.object))
      );
    default:
      return false;
  }
}
