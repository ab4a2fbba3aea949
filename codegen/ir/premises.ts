// What must be the case before a property says anything: `!a || b` says nothing while `a` is false.

import type { Expression } from "./expression.js";

/** Conditions each of which some state must satisfy for every part of `condition` to be put to the test. Evaluated only where `condition` can be. */
export function premisesOf(condition: Expression): readonly Expression[] {
  switch (condition.kind) {
    case "binary":
      if (condition.operator === "or") return [negated(condition.left)];
      if (condition.operator !== "and") return [];
      return [...premisesOf(condition.left), ...premisesOf(condition.right).map((premise) => both(condition.left, premise))];
    case "conditional":
      return [condition.condition, negated(condition.condition)];
    case "quantifier":
      return condition.quantifier === "every"
        ? premisesOf(condition.body).map((body) => ({ ...condition, quantifier: "some" as const, body }))
        : [];
    default:
      return [];
  }
}

/** One text for one premise of a property. */
export function premiseText(property: string, which: number): string {
  return `${property}\n${which}`;
}

function negated(expression: Expression): Expression {
  return expression.kind === "unary" && expression.operator === "not"
    ? expression.operand
    : { kind: "unary", operator: "not", operand: expression };
}

function both(left: Expression, right: Expression): Expression {
  return { kind: "binary", operator: "and", left, right };
}
