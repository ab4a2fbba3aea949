// What a comparison that holds says about the variables in it: from `i + 1 < n` follows i <= max(n) - 2.

import type { BinaryOperator, Expression } from "../../ir/expression.js";
import { unreachable } from "../../ir/unreachable.js";
import { type Environment, lookUp, nameOfField, withKnown } from "./environment.js";
import { difference, type Interval, meet, negated, sum } from "./interval.js";
import { both, isImpossible, type Known, knownInteger, unlike } from "./known.js";
import type { Scope } from "./scope.js";

export type Comparison = Extract<BinaryOperator, "equal" | "not-equal" | "less" | "less-equal" | "greater" | "greater-equal">;
export type Evaluate = (scope: Scope, expression: Expression, environment: Environment) => Known;

/** What is known on either way out of a condition; null where it cannot be left that way. */
export interface Outcome {
  readonly whenTrue: Environment | null;
  readonly whenFalse: Environment | null;
}

/** Both outcomes of `left operator right`. */
export function compared(
  scope: Scope,
  operator: Comparison,
  left: Expression,
  right: Expression,
  environment: Environment,
  evaluate: Evaluate,
): Outcome {
  const [a, b] = [evaluate(scope, left, environment), evaluate(scope, right, environment)];
  const given = ([forLeft, forRight]: readonly [Known, Known]): Environment | null => {
    if (isImpossible(forLeft) || isImpossible(forRight)) return null;
    const first = narrowed(scope, left, forLeft, environment, evaluate);
    return first === null ? null : narrowed(scope, right, forRight, first, evaluate);
  };
  return { whenTrue: given(operands(operator, a, b)), whenFalse: given(operands(OPPOSITE[operator], a, b)) };
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  equal: "not-equal",
  "not-equal": "equal",
  less: "greater-equal",
  "less-equal": "greater",
  greater: "less-equal",
  "greater-equal": "less",
};

/** What both sides can be when the comparison holds. */
function operands(operator: Comparison, a: Known, b: Known): readonly [Known, Known] {
  switch (operator) {
    case "equal":
      return [both(a, b), both(b, a)];
    case "not-equal":
      return [unlike(a, b), unlike(b, a)];
    case "less":
      return [below(a, b, 1), above(b, a, 1)];
    case "less-equal":
      return [below(a, b, 0), above(b, a, 0)];
    case "greater":
      return [above(a, b, 1), below(b, a, 1)];
    case "greater-equal":
      return [above(a, b, 0), below(b, a, 0)];
    default:
      return unreachable(operator);
  }
}

function below(a: Known, limit: Known, by: number): Known {
  return knownInteger(limit.integers === null ? null : meet(a.integers, { low: -Infinity, high: limit.integers.high - by }));
}

function above(a: Known, limit: Known, by: number): Known {
  return knownInteger(limit.integers === null ? null : meet(a.integers, { low: limit.integers.low + by, high: Infinity }));
}

/** `environment`, given that `expression` is `wanted`; null when it cannot be. */
export function narrowed(
  scope: Scope,
  expression: Expression,
  wanted: Known,
  environment: Environment,
  evaluate: Evaluate,
): Environment | null {
  const name = variableOf(scope, expression);
  if (name !== null) {
    const known = both(evaluate(scope, expression, environment), wanted);
    return isImpossible(known) ? null : withKnown(environment, name, known);
  }
  const parts = wanted.integers === null ? [] : inverted(scope, expression, wanted.integers, environment, evaluate);
  return parts.reduce<Environment | null>(
    (left, [part, integers]) => (left === null ? null : narrowed(scope, part, knownInteger(integers), left, evaluate)),
    environment,
  );
}

/** What the operands of a sum or difference must be for the result to be `wanted`. */
function inverted(
  scope: Scope,
  expression: Expression,
  wanted: Interval,
  environment: Environment,
  evaluate: Evaluate,
): readonly (readonly [Expression, Interval])[] {
  if (expression.kind === "unary" && expression.operator === "negate") return [[expression.operand, negated(wanted)]];
  if (expression.kind !== "binary" || (expression.operator !== "add" && expression.operator !== "subtract")) return [];
  const { left, right, operator } = expression;
  const [a, b] = [evaluate(scope, left, environment).integers, evaluate(scope, right, environment).integers];
  if (a === null || b === null) return [];
  if (operator === "add")
    return [
      [left, difference(wanted, b)],
      [right, difference(wanted, a)],
    ];
  return [
    [left, sum(wanted, b)],
    [right, difference(a, wanted)],
  ];
}

/** The name under which an environment knows the value of an expression. */
export function variableOf(scope: Scope, expression: Expression): string | null {
  if (expression.kind === "local") return expression.local;
  return expression.kind === "field" && scope.steadyFields ? nameOfField(expression.place) : null;
}

/** What is known of a variable of {@link variableOf}; a field has at least its range. */
export function knownOf(environment: Environment, name: string, range: Known | null): Known {
  return range === null ? lookUp(environment, name) : (environment.get(name) ?? range);
}
