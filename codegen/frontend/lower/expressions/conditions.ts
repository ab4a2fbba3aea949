// Conditions as jumps. A condition without steps is one branch; one that calls functions follows what they return, so that
// paths with a lock held and without it stay apart:
//   if (spin_trylock(l))   →   try-acquire with two ways out        if (f())   →   each `return true` of f goes to the body

import type { BinaryOperator, Expression } from "../../../ir/expression.js";
import { ts } from "../../../typescript.cjs";
import { languageName } from "../../load/sources.js";
import { emit, type Lowering } from "../../lowering.js";
import { constantOf, type Meaning } from "../../meaning.js";
import { inParentheses } from "../../syntax.js";
import type { Label } from "../graph-builder.js";
import { languageFunctions } from "../language/table.js";
import { asValue } from "../operands.js";
import { truthOf } from "../truth.js";
import { binaryOperators, combine } from "./operators.js";

export function lowerCondition(lowering: Lowering, expression: ts.Expression, whenTrue: Label, whenFalse: Label): void {
  const { builder, model } = lowering;
  const node = inParentheses(expression);
  if (builder === null || !builder.reachable) return;
  if (!model.visitors.hasSteps(lowering, node))
    return branchOn(lowering, node, model.visitors.expression(lowering, node), whenTrue, whenFalse);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return lowerCondition(lowering, node.operand, whenFalse, whenTrue);
  if (ts.isBinaryExpression(node)) return lowerBinaryCondition(lowering, node, whenTrue, whenFalse);
  if (ts.isConditionalExpression(node)) return lowerChoice(lowering, node, whenTrue, whenFalse);
  if (ts.isCallExpression(node)) return lowerCallCondition(lowering, node, whenTrue, whenFalse);
  branchOn(lowering, node, model.visitors.expression(lowering, node), whenTrue, whenFalse);
}

/** One branch, or none when the value is known. */
export function branchOn(lowering: Lowering, node: ts.Node, meaning: Meaning, whenTrue: Label, whenFalse: Label): void {
  const value = asValue(lowering, node, meaning);
  const condition = value === null ? null : truthOf(lowering, node, value.expression);
  if (condition === null) return;
  if (condition.kind === "value" && condition.value.kind === "bool") lowering.builder?.jump(condition.value.value ? whenTrue : whenFalse);
  else emit(lowering, node, () => ({ kind: "branch", condition, whenTrue, whenFalse }));
}

function lowerBinaryCondition(lowering: Lowering, node: ts.BinaryExpression, whenTrue: Label, whenFalse: Label): void {
  const { builder, model } = lowering;
  if (builder === null) return;
  const between = builder.label();
  if (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    lowerCondition(lowering, node.left, between, whenFalse);
    builder.place(between);
    return lowerCondition(lowering, node.right, whenTrue, whenFalse);
  }
  if (node.operatorToken.kind === ts.SyntaxKind.BarBarToken) {
    lowerCondition(lowering, node.left, whenTrue, between);
    builder.place(between);
    return lowerCondition(lowering, node.right, whenTrue, whenFalse);
  }
  if (comparesCall(lowering, node, whenTrue, whenFalse)) return;
  branchOn(lowering, node, model.visitors.expression(lowering, node), whenTrue, whenFalse);
}

/** `f() === -1`: each `return` of f is compared by itself. */
function comparesCall(lowering: Lowering, node: ts.BinaryExpression, whenTrue: Label, whenFalse: Label): boolean {
  const operator = binaryOperators.get(node.operatorToken.kind);
  const call = inParentheses(node.left);
  if (operator === undefined || !ts.isCallExpression(call)) return false;
  if (languageName(lowering.model.sources, call.expression) !== null || lowering.model.visitors.hasSteps(lowering, node.right))
    return false;
  const other = lowering.model.visitors.expression(lowering, node.right);
  if (constantOf(other) === null || other.kind !== "value") return false;
  const callee = lowering.model.visitors.expression(lowering, call.expression);
  if (callee.kind !== "callable") return callee.kind === "invalid";
  lowering.model.visitors.callableCondition(
    lowering,
    callee.callable,
    call,
    compared(lowering, node, operator, other.expression),
    whenTrue,
    whenFalse,
  );
  return true;
}

function compared(
  lowering: Lowering,
  node: ts.BinaryExpression,
  operator: BinaryOperator,
  right: Expression,
): (result: Meaning) => Meaning {
  return (result) => {
    const value = asValue(lowering, node.left, result);
    return value === null ? { kind: "invalid" } : combine(lowering, node, operator, value.expression, right);
  };
}

function lowerChoice(lowering: Lowering, node: ts.ConditionalExpression, whenTrue: Label, whenFalse: Label): void {
  const { builder } = lowering;
  if (builder === null) return;
  const [first, second] = [builder.label(), builder.label()];
  lowerCondition(lowering, node.condition, first, second);
  builder.place(first);
  lowerCondition(lowering, node.whenTrue, whenTrue, whenFalse);
  builder.place(second);
  lowerCondition(lowering, node.whenFalse, whenTrue, whenFalse);
}

function lowerCallCondition(lowering: Lowering, call: ts.CallExpression, whenTrue: Label, whenFalse: Label): void {
  const { visitors, sources } = lowering.model;
  const name = languageName(sources, call.expression);
  const condition = name === null ? undefined : languageFunctions.get(name)?.condition;
  if (condition !== undefined) return condition(lowering, call, whenTrue, whenFalse);
  if (name !== null) return branchOn(lowering, call, visitors.expression(lowering, call), whenTrue, whenFalse);
  const callee = visitors.expression(lowering, call.expression);
  if (callee.kind === "callable") visitors.callableCondition(lowering, callee.callable, call, null, whenTrue, whenFalse);
  else if (callee.kind !== "invalid") branchOn(lowering, call, visitors.expression(lowering, call), whenTrue, whenFalse);
}
