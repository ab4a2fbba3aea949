// Which integer would have left its range in a step, and what it would have been: for the message of `out-of-range`.

import type { BinaryOperator, Expression } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import { instanceAt, type Situation, valueAt } from "./situation.js";

export interface OutsideRange {
  /** The instance, as the model names it. */
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** `situation`: the state of the fault, in which nothing is stored yet. Null where the value cannot be told from it. */
export function outsideRange(situation: Situation, context: string, operation: Operation): OutsideRange | null {
  if (operation.kind !== "assign") return null;
  for (const { target, value } of operation.assignments) {
    if (target.kind !== "place") continue;
    const type = situation.program.program.fields.find(({ id }) => id === target.place.field)?.type;
    const number = numberAt(situation, context, value);
    if (type?.kind !== "int" || number === null || (number >= type.min && number <= type.max)) continue;
    return { name: instanceAt(situation, context, target.place), value: number, min: type.min, max: type.max };
  }
  return null;
}

/** Null for what is no sum of constants, locals and fields. */
function numberAt(situation: Situation, context: string, expression: Expression): number | null {
  switch (expression.kind) {
    case "value":
      return expression.value.kind === "int" ? expression.value.value : null;
    case "local":
    case "field": {
      const text = valueAt(situation, context, expression);
      return /^-?\d+$/.test(text) ? Number(text) : null;
    }
    case "unary": {
      const operand = numberAt(situation, context, expression.operand);
      return expression.operator === "negate" && operand !== null ? -operand : null;
    }
    case "binary": {
      const [left, right] = [numberAt(situation, context, expression.left), numberAt(situation, context, expression.right)];
      return left === null || right === null ? null : (ARITHMETIC[expression.operator]?.(left, right) ?? null);
    }
    default:
      return null;
  }
}

const ARITHMETIC: Partial<Readonly<Record<BinaryOperator, (left: number, right: number) => number>>> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  multiply: (left, right) => left * right,
};
