// Abstract evaluation: what an expression can give, and what a condition says about the locals on either way out of it.
// Every part of an expression is evaluated once, with what the conditions before it say, so `n > 0 ? 8 / n : 0` is no division by zero.

import type { BinaryOperator, Expression, ListRef, Value } from "../../ir/expression.js";
import { unreachable } from "../../ir/unreachable.js";
import { childrenOf } from "../operation-uses.js";
import { type Environment, joined } from "./environment.js";
import { between, difference, type Interval, modulo, negated, product, quotient, remainder, sum } from "./interval.js";
import { either, isExactly, KNOWN_NULL, type Known, knownEntry, knownInteger, knownTruth, knownValue, NO_INTEGER } from "./known.js";
import { type Comparison, compared, knownOf, narrowed, type Outcome, variableOf } from "./narrow.js";
import { rangeOf, type Scope } from "./scope.js";

/** Greatest absolute value of an integer: interpreter/codes.ts has no code for more, and TLC computes with 32 bits. */
export const INTEGER_LIMIT = 2 ** 29 - 1;

export function evaluate(scope: Scope, expression: Expression, environment: Environment): Known {
  switch (expression.kind) {
    case "value":
      return checked(scope, knownValue(expression.value));
    case "local":
      return knownOf(environment, expression.local, null);
    case "argument":
      return scope.argument;
    case "field":
      return field(scope, expression, environment);
    case "unary":
      return expression.operator === "not"
        ? truth(scope, expression, environment)
        : negative(evaluate(scope, expression.operand, environment));
    case "binary":
      return isArithmetic(expression.operator)
        ? arithmetic(
            scope,
            expression.operator,
            evaluate(scope, expression.left, environment),
            evaluate(scope, expression.right, environment),
          )
        : truth(scope, expression, environment);
    case "conditional":
      return chosen(scope, expression, environment);
    case "list-neighbour":
      return neighbours(scope, expression.list, visit(scope, expression, environment) ?? KNOWN_NULL).reduce(either);
    case "list-length":
      visit(scope, expression, environment);
      return knownInteger(between(0, entriesOf(scope, expression.list)));
    case "pool-next":
      return expression.of === null
        ? poolNext(scope, expression.pool, null)
        : poolNext(scope, expression.pool, evaluate(scope, expression.of, environment));
    case "quantifier":
      visit(scope, expression, environment);
      return expression.quantifier === "count" ? knownInteger(between(0, scope.poolObjects(expression.pool).length)) : NO_INTEGER;
    case "counted":
      return decide(scope, expression.holds, environment).whenTrue === null
        ? knownInteger(null)
        : evaluate(scope, expression.value, environment);
    case "bound":
    case "allocated":
    case "list-end":
    case "list-empty":
    case "list-contains":
    case "node-unlinked":
    case "timer-queued":
    case "timer-running":
    case "lock-taken":
    case "lock-mine":
    case "here":
    case "this-cpu":
    case "queue-active":
    case "pool-at":
    case "finished":
      visit(scope, expression, environment);
      return NO_INTEGER;
    default:
      return unreachable(expression);
  }
}

/** What is known when `condition` is true, and when it is false. */
export function decide(scope: Scope, condition: Expression, environment: Environment): Outcome {
  if (condition.kind === "unary" && condition.operator === "not") return swapped(decide(scope, condition.operand, environment));
  if (condition.kind === "conditional") return decideConditional(scope, condition, environment);
  if (condition.kind !== "binary" || isArithmetic(condition.operator)) return decideValue(scope, condition, environment);
  const { operator, left, right } = condition;
  if (operator === "and") return andThen(decide(scope, left, environment), (after) => decide(scope, right, after));
  if (operator === "or")
    return swapped(andThen(swapped(decide(scope, left, environment)), (after) => swapped(decide(scope, right, after))));
  return compared(scope, operator, left, right, environment, evaluate);
}

/** True for what gives true or false by its form. */
export function isCondition(scope: Scope, expression: Expression): boolean {
  switch (expression.kind) {
    case "unary":
      return expression.operator === "not";
    case "binary":
      return !isArithmetic(expression.operator);
    case "field":
      return scope.fieldType(expression.place.field).kind === "bool";
    case "list-empty":
    case "list-contains":
    case "node-unlinked":
    case "timer-queued":
    case "timer-running":
    case "lock-taken":
    case "lock-mine":
    case "queue-active":
      return true;
    default:
      return false;
  }
}

/** What follows an entry: the next one until all that can be on the list were met, or the end. */
export function neighbours(scope: Scope, list: ListRef, of: Known): readonly [Known, ...Known[]] {
  if (isExactly(of, { kind: "null" })) return [KNOWN_NULL];
  const rank = of.others.kind === "entry" ? of.others.rank + 1 : 1;
  return rank > entriesOf(scope, list) ? [KNOWN_NULL] : [KNOWN_NULL, knownEntry(rank)];
}

/** How many objects can be on the list. */
function entriesOf(scope: Scope, list: ListRef): number {
  return scope.ownersOf(scope.nodeField(list));
}

function swapped({ whenTrue, whenFalse }: Outcome): Outcome {
  return { whenTrue: whenFalse, whenFalse: whenTrue };
}

/** `left && right`; `right` is evaluated only where `left` is true. */
function andThen(left: Outcome, right: (after: Environment) => Outcome): Outcome {
  if (left.whenTrue === null) return left;
  const { whenTrue, whenFalse } = right(left.whenTrue);
  return { whenTrue, whenFalse: merged(left.whenFalse, whenFalse) };
}

function merged(a: Environment | null, b: Environment | null): Environment | null {
  if (a === null || b === null) return a ?? b;
  return joined(a, b);
}

type Conditional = Extract<Expression, { kind: "conditional" }>;

function decideConditional(scope: Scope, { condition, whenTrue, whenFalse }: Conditional, environment: Environment): Outcome {
  const first = decide(scope, condition, environment);
  const yes = first.whenTrue === null ? NEVER : decide(scope, whenTrue, first.whenTrue);
  const no = first.whenFalse === null ? NEVER : decide(scope, whenFalse, first.whenFalse);
  return { whenTrue: merged(yes.whenTrue, no.whenTrue), whenFalse: merged(yes.whenFalse, no.whenFalse) };
}

const NEVER: Outcome = { whenTrue: null, whenFalse: null };

function decideValue(scope: Scope, condition: Expression, environment: Environment): Outcome {
  const known = evaluate(scope, condition, environment);
  const given = (value: boolean): Environment | null => {
    if (isExactly(known, { kind: "bool", value: !value })) return null;
    return variableOf(scope, condition) === null ? environment : narrowed(scope, condition, knownTruth(value), environment, evaluate);
  };
  return { whenTrue: given(true), whenFalse: given(false) };
}

function truth(scope: Scope, condition: Expression, environment: Environment): Known {
  const { whenTrue, whenFalse } = decide(scope, condition, environment);
  if (whenTrue === null && whenFalse === null) return knownInteger(null);
  return whenTrue !== null && whenFalse !== null ? NO_INTEGER : knownTruth(whenTrue !== null);
}

function chosen(scope: Scope, { condition, whenTrue, whenFalse }: Conditional, environment: Environment): Known {
  const outcome = decide(scope, condition, environment);
  const yes = outcome.whenTrue === null ? null : evaluate(scope, whenTrue, outcome.whenTrue);
  const no = outcome.whenFalse === null ? null : evaluate(scope, whenFalse, outcome.whenFalse);
  return either(yes ?? knownInteger(null), no ?? knownInteger(null));
}

function field(scope: Scope, expression: Extract<Expression, { kind: "field" }>, environment: Environment): Known {
  visit(scope, expression, environment);
  const range = rangeOf(scope.fieldType(expression.place.field));
  const known = range === null ? NO_INTEGER : knownInteger(range);
  const name = variableOf(scope, expression);
  return name === null ? known : knownOf(environment, name, known);
}

function poolNext(scope: Scope, pool: string, of: Known | null): Known {
  const objects = scope.poolObjects(pool);
  const objectAt = (index: number): Known => {
    const id = objects[index];
    return id === undefined ? KNOWN_NULL : knownValue({ kind: "object", id });
  };
  if (of === null) return objectAt(0);
  const before: Value | null = of.integers === null && of.others.kind === "exactly" ? of.others.value : null;
  return before?.kind === "object" ? objectAt(objects.indexOf(before.id) + 1) : NO_INTEGER;
}

type Arithmetic = Exclude<BinaryOperator, Comparison | "and" | "or">;

function isArithmetic(operator: BinaryOperator): operator is Arithmetic {
  return (
    operator === "add" ||
    operator === "subtract" ||
    operator === "multiply" ||
    operator === "modulo" ||
    operator === "remainder" ||
    operator === "divide"
  );
}

function arithmetic(scope: Scope, operator: Arithmetic, left: Known, right: Known): Known {
  const [a, b] = [left.integers, right.integers];
  if (a === null || b === null) return NO_INTEGER;
  if ((operator === "divide" || operator === "modulo" || operator === "remainder") && b.low < 1)
    scope.tell({ kind: "not-positive-divisor", divisor: b });
  return checked(scope, knownInteger(compute(operator, a, b)));
}

function compute(operator: Arithmetic, a: Interval, b: Interval): Interval | null {
  switch (operator) {
    case "add":
      return sum(a, b);
    case "subtract":
      return difference(a, b);
    case "multiply":
      return product(a, b);
    case "divide":
      return quotient(a, b);
    case "modulo":
      return modulo(a, b);
    case "remainder":
      return remainder(a, b);
    default:
      return unreachable(operator);
  }
}

function negative({ integers }: Known): Known {
  return integers === null ? NO_INTEGER : knownInteger(negated(integers));
}

function checked(scope: Scope, known: Known): Known {
  const { integers } = known;
  if (integers !== null && (integers.low > INTEGER_LIMIT || integers.high < -INTEGER_LIMIT))
    scope.tell({ kind: "too-large", value: integers });
  return known;
}

/** Evaluates the parts of an expression for what they tell; the value of the last. */
function visit(scope: Scope, expression: Expression, environment: Environment): Known | undefined {
  return childrenOf(expression)
    .map((child) => evaluate(scope, child, environment))
    .at(-1);
}
