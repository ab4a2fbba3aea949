// Operators on values: computed at once when both sides are known, else an expression of the program.

import type { BinaryOperator, Expression, UnaryOperator, Value } from "../../ir/expression.js";

const INT_LIMIT = 2 ** 31;

/** Null when the operation has no value: another type, division by zero, a number beyond 32 bits. */
export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression | null {
  if (operator === "and" || operator === "or") return logical(operator, left, right);
  if (left.kind !== "value" || right.kind !== "value") return { kind: "binary", operator, left, right };
  const value = compute(operator, left.value, right.value);
  return value === null ? null : { kind: "value", value };
}

export function unary(operator: UnaryOperator, operand: Expression): Expression {
  if (operand.kind === "value") {
    if (operator === "not" && operand.value.kind === "bool") return { kind: "value", value: { kind: "bool", value: !operand.value.value } };
    if (operator === "negate" && operand.value.kind === "int")
      return { kind: "value", value: { kind: "int", value: 0 - operand.value.value } };
  }
  if (operator === "not" && operand.kind === "unary" && operand.operator === "not") return operand.operand;
  return { kind: "unary", operator, operand };
}

/** Keeps only the side that is needed when the condition is known. */
export function conditional(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  if (condition.kind === "value" && condition.value.kind === "bool") return condition.value.value ? whenTrue : whenFalse;
  if (isBoolean(whenTrue, true) && isBoolean(whenFalse, false)) return condition;
  if (isBoolean(whenTrue, false) && isBoolean(whenFalse, true)) return unary("not", condition);
  return { kind: "conditional", condition, whenTrue, whenFalse };
}

function isBoolean(expression: Expression, value: boolean): boolean {
  return expression.kind === "value" && expression.value.kind === "bool" && expression.value.value === value;
}

function logical(operator: "and" | "or", left: Expression, right: Expression): Expression {
  if (left.kind === "value" && left.value.kind === "bool") return left.value.value === (operator === "and") ? right : left;
  if (right.kind === "value" && right.value.kind === "bool" && right.value.value === (operator === "and")) return left;
  return { kind: "binary", operator, left, right };
}

function compute(operator: Exclude<BinaryOperator, "and" | "or">, left: Value, right: Value): Value | null {
  if (operator === "equal" || operator === "not-equal") return { kind: "bool", value: sameValue(left, right) === (operator === "equal") };
  if (operator === "add" && left.kind === "enum") return joined(left.value, right);
  if (left.kind !== "int" || right.kind !== "int") return null;
  return arithmetic(operator, left.value, right.value);
}

function joined(left: string, right: Value): Value | null {
  const text = textOf(right);
  return text === null ? null : { kind: "enum", value: left + text };
}

/** A constant as it appears in a text, null when it has no such form. */
export function textOf(value: Value): string | null {
  return value.kind === "int" || value.kind === "enum" || value.kind === "bool" ? String(value.value) : null;
}

function arithmetic(operator: Exclude<BinaryOperator, "and" | "or" | "equal" | "not-equal">, left: number, right: number): Value | null {
  switch (operator) {
    case "less":
      return { kind: "bool", value: left < right };
    case "less-equal":
      return { kind: "bool", value: left <= right };
    case "greater":
      return { kind: "bool", value: left > right };
    case "greater-equal":
      return { kind: "bool", value: left >= right };
    case "add":
      return int(left + right);
    case "subtract":
      return int(left - right);
    case "multiply":
      return int(left * right);
    case "modulo":
      return right > 0 ? int(((left % right) + right) % right) : null;
    case "remainder":
      return right > 0 ? int(left % right) : null;
    case "divide":
      return right === 0 ? null : int(Math.trunc(left / right));
  }
}

function int(value: number): Value | null {
  return value >= -INT_LIMIT && value < INT_LIMIT ? { kind: "int", value: value + 0 } : null;
}

export function sameValue(left: Value, right: Value): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
