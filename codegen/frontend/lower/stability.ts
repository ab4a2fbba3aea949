// Which expressions keep their value while the context goes on: constants, the argument, variables that are assigned once.

import type { Expression } from "../../ir/expression.js";

/**
 * True when `expression` can stand for its value anywhere later in the same expansion. Variables that the model's code assigns to
 * are bound as unstable (`changing`); all others get their value once for each time they are declared.
 */
export function isStable(expression: Expression, changing: (local: string) => boolean): boolean {
  switch (expression.kind) {
    case "value":
    case "argument":
    case "bound":
      return true;
    case "local":
      return !changing(expression.local);
    case "unary":
      return isStable(expression.operand, changing);
    case "binary":
      return isStable(expression.left, changing) && isStable(expression.right, changing);
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse].every((part) => isStable(part, changing));
    case "pool-at":
      return isStable(expression.index, changing);
    case "pool-next":
      return expression.of === null || isStable(expression.of, changing);
    default:
      return false;
  }
}
