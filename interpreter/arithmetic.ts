// Operators on values that are there already: comparisons give truth values, arithmetic gives integers.

import type { BinaryOperator } from "../codegen/ir/expression.js";
import type { Evaluate, Test } from "./scope.js";

export type Comparison = "equal" | "not-equal" | "less" | "less-equal" | "greater" | "greater-equal";

/** True for operators that give a number. */
export function isArithmetic(operator: BinaryOperator): boolean {
  return ["add", "subtract", "multiply", "modulo", "remainder", "divide"].includes(operator);
}

/** Compares codes: equality is of any values, order of integers. */
export function compare(operator: Comparison, left: Evaluate, right: Evaluate): Test {
  switch (operator) {
    case "equal":
      return (cells) => left(cells) === right(cells);
    case "not-equal":
      return (cells) => left(cells) !== right(cells);
    case "less":
      return (cells) => left(cells) < right(cells);
    case "less-equal":
      return (cells) => left(cells) <= right(cells);
    case "greater":
      return (cells) => left(cells) > right(cells);
    case "greater-equal":
      return (cells) => left(cells) >= right(cells);
  }
}

/** The function of an arithmetic operator. */
export function computation(operator: BinaryOperator): (a: number, b: number) => number {
  switch (operator) {
    case "add":
      return (a, b) => a + b;
    case "subtract":
      return (a, b) => a - b;
    case "multiply":
      return (a, b) => a * b;
    case "remainder":
      return (a, b) => (a % b) + 0;
    case "modulo":
      return (a, b) => ((a % divisor(b)) + b) % b;
    case "divide":
      return (a, b) => Math.trunc(a / divisor(b));
    case "and":
    case "or":
    case "equal":
    case "not-equal":
    case "less":
    case "less-equal":
    case "greater":
    case "greater-equal":
      throw new Error(`'${operator}' gives no number`);
  }
}

function divisor(value: number): number {
  if (value === 0) throw new RangeError("division by zero in the model");
  return value;
}
