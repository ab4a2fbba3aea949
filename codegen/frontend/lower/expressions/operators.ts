// Unary and binary operators without steps of their own.

import { suggestion } from "../../../diagnostics/index.js";
import type { BinaryOperator, Expression, Value } from "../../../ir/expression.js";
import { ts } from "../../../typescript.cjs";
import { symbolOf } from "../../load/sources.js";
import { type Lowering, reject, shortText } from "../../lowering.js";
import { boolean, INVALID, type Meaning, valueOf } from "../../meaning.js";
import { binary, conditional, unary } from "../fold.js";
import { lowerValue, lowerValues } from "../operands.js";
import { truthOf } from "../truth.js";

/** Arithmetic and comparison; `&&` and `||` are in logical.ts, assignments are statements. */
export const binaryOperators: ReadonlyMap<ts.SyntaxKind, BinaryOperator> = new Map<ts.SyntaxKind, BinaryOperator>([
  [ts.SyntaxKind.PlusToken, "add"],
  [ts.SyntaxKind.MinusToken, "subtract"],
  [ts.SyntaxKind.AsteriskToken, "multiply"],
  [ts.SyntaxKind.SlashToken, "divide"],
  [ts.SyntaxKind.PercentToken, "remainder"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "equal"],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "not-equal"],
  [ts.SyntaxKind.LessThanToken, "less"],
  [ts.SyntaxKind.LessThanEqualsToken, "less-equal"],
  [ts.SyntaxKind.GreaterThanToken, "greater"],
  [ts.SyntaxKind.GreaterThanEqualsToken, "greater-equal"],
]);

export function lowerOperator(lowering: Lowering, node: ts.BinaryExpression, operator: BinaryOperator): Meaning {
  const operands = lowerValues(lowering, [node.left, node.right]);
  const [left, right] = operands ?? [];
  if (left === undefined || right === undefined) return INVALID;
  return combine(lowering, node, operator, left.expression, right.expression);
}

/** Computes, or makes an expression of the program. */
export function combine(lowering: Lowering, node: ts.Node, operator: BinaryOperator, left: Expression, right: Expression): Meaning {
  if (ts.isBinaryExpression(node) && (operator === "equal" || operator === "not-equal")) {
    const unknown = checkTexts(lowering, node, left, right);
    if (unknown !== null) return unknown;
  }
  if (
    (operator === "divide" || operator === "remainder") &&
    right.kind === "value" &&
    right.value.kind === "int" &&
    !(right.value.value > 0)
  ) {
    const hint = "divide by a positive number: '/' cuts off the fraction, '%' has the sign of the left side, wrap(value, n) gives 0..n-1";
    return reject(lowering, "wrong-argument", node, { what: "The divisor", expected: "greater than 0", hint });
  }
  const result = binary(operator, left, right);
  return result === null ? reject(lowering, "not-an-integer", node, { what: `The value of '${shortText(node)}'` }) : valueOf(result);
}

/** A text is compared with a field that can never have it: a slip of the pen that TypeScript cannot be asked about (see type-errors.ts). */
function checkTexts(lowering: Lowering, node: ts.BinaryExpression, left: Expression, right: Expression): Meaning | null {
  const sides: readonly (readonly [ts.Expression, Expression, ts.Expression, Expression])[] = [
    [node.left, left, node.right, right],
    [node.right, right, node.left, left],
  ];
  for (const [at, side, otherNode, other] of sides) {
    const text: Value | null = side.kind === "value" ? side.value : null;
    if (text?.kind !== "enum") continue;
    const values = textsOf(lowering, other);
    if (values !== null && !values.includes(text.value)) {
      if (isFixed(lowering, other) && declaredTexts(lowering, otherNode).includes(text.value)) return boolean(isInequality(node));
      const list = values.map((value) => `'${value}'`).join(", ");
      return reject(lowering, "unknown-enum-value", at, {
        value: text.value,
        values: list,
        hint: suggestion(text.value, values, "add it to 'oneOf'"),
      });
    }
  }
  return null;
}

function isInequality(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken
  );
}

/** A constant for each object: of its values, the model may have only some. */
function isFixed(lowering: Lowering, expression: Expression): boolean {
  return expression.kind === "field" && lowering.model.fields.some((field) => field.id === expression.place.field && field.fixed);
}

/** The texts of a member's declared type. */
function declaredTexts(lowering: Lowering, node: ts.Expression): readonly string[] {
  const symbol = symbolOf(lowering.model.sources, ts.isPropertyAccessExpression(node) ? node.name : node);
  const type = symbol === null ? null : lowering.model.sources.checker.getTypeOfSymbol(symbol);
  return (type?.isUnion() === true ? type.types : []).flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
}

/** The texts a field can have. */
export function textsOf(lowering: Lowering, expression: Expression): readonly string[] | null {
  if (expression.kind !== "field") return null;
  const field = lowering.model.fields.find((candidate) => candidate.id === expression.place.field);
  return field?.type.kind === "enum" ? field.type.values : null;
}

export function lowerPrefix(lowering: Lowering, node: ts.PrefixUnaryExpression): Meaning {
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
    return reject(lowering, "value-of-assignment", node, { what: `'${shortText(node)}'` });
  }
  const operand = lowerValue(lowering, node.operand);
  if (operand === null) return INVALID;
  if (node.operator === ts.SyntaxKind.MinusToken) return valueOf(unary("negate", operand.expression));
  const truth = truthOf(lowering, node.operand, operand.expression);
  return truth === null ? INVALID : valueOf(unary("not", truth));
}

/** `c ? a : b` without steps. */
export function lowerPureConditional(lowering: Lowering, node: ts.ConditionalExpression): Meaning {
  const condition = lowerTruth(lowering, node.condition);
  if (condition === null) return INVALID;
  const known = condition.kind === "value" ? condition.value : null;
  if (known?.kind === "bool") return lowering.model.visitors.expression(lowering, known.value ? node.whenTrue : node.whenFalse);
  const whenTrue = lowerValue(lowering, node.whenTrue);
  const whenFalse = lowerValue(lowering, node.whenFalse);
  if (whenTrue === null || whenFalse === null) return INVALID;
  return valueOf(conditional(condition, whenTrue.expression, whenFalse.expression), whenTrue.nullable || whenFalse.nullable);
}

/** `&&` and `||` without steps. */
export function lowerPureLogical(lowering: Lowering, node: ts.BinaryExpression, operator: "and" | "or"): Meaning {
  const left = lowerTruth(lowering, node.left);
  if (left === null) return INVALID;
  const known = left.kind === "value" ? left.value : null;
  if (known?.kind === "bool" && known.value !== (operator === "and")) return valueOf(left);
  const right = lowerTruth(lowering, node.right);
  return right === null ? INVALID : combine(lowering, node, operator, left, right);
}

/** A condition without steps. */
function lowerTruth(lowering: Lowering, node: ts.Expression): Expression | null {
  const value = lowerValue(lowering, node);
  return value === null ? null : truthOf(lowering, node, value.expression);
}
