// The whitelist: which function lowers which kind of syntax. What is not here is not part of the language (LM101).

import { ts } from "../../typescript.cjs";
import { namedMeaning } from "../elaborate/top-level.js";
import { languageName } from "../load/sources.js";
import { type Lowering, reject, shortText } from "../lowering.js";
import { boolean, constant, type Meaning, text } from "../meaning.js";
import { inParentheses, nameOf } from "../syntax.js";
import type { Visitors } from "../visitors.js";
import { lowerCall } from "./calls/call.js";
import { lowerApplication, lowerArrowCondition, lowerCallableCondition, lowerCallEffect, lowerCallValue } from "./calls/returns.js";
import { lowerElementAccess, lowerPropertyAccess } from "./expressions/access.js";
import { lowerCondition } from "./expressions/conditions.js";
import { hasSteps } from "./expressions/has-steps.js";
import { lowerNumber, lowerObjectLiteral, lowerTemplate } from "./expressions/literals.js";
import { lowerConditional, lowerLogical } from "./expressions/logical.js";
import { lowerIdentifier, lowerThis } from "./expressions/names.js";
import { binaryOperators, lowerOperator, lowerPrefix } from "./expressions/operators.js";
import { isAssignment, lowerAssignment, lowerIncrement } from "./statements/assignments.js";
import { lowerBlock, lowerBreak, lowerConditionalEffect, lowerContinue, lowerIf, lowerReturn, lowerSwitch } from "./statements/branches.js";
import { lowerDoWhile, lowerFor, lowerForOf, lowerWhile } from "./statements/loops.js";
import { lowerVariables } from "./statements/variables.js";

type Rule<Result> = readonly [ts.SyntaxKind, (lowering: Lowering, node: ts.Node) => Result];

/** A row of a table: the function is called with nodes that `is` accepts. */
function rule<Node extends ts.Node, Result>(
  kind: ts.SyntaxKind,
  is: (node: ts.Node) => node is Node,
  lower: (lowering: Lowering, node: Node) => Result,
): Rule<Result> {
  return [
    kind,
    (lowering, node) => {
      if (!is(node)) throw new Error(`not a ${ts.SyntaxKind[kind]}`);
      return lower(lowering, node);
    },
  ];
}

const statements: ReadonlyMap<ts.SyntaxKind, (lowering: Lowering, node: ts.Node) => void> = new Map<
  ts.SyntaxKind,
  (lowering: Lowering, node: ts.Node) => void
>([
  rule(ts.SyntaxKind.Block, ts.isBlock, lowerBlock),
  rule(ts.SyntaxKind.EmptyStatement, ts.isEmptyStatement, () => undefined),
  rule(ts.SyntaxKind.VariableStatement, ts.isVariableStatement, (lowering, node) => lowerVariables(lowering, node.declarationList)),
  rule(ts.SyntaxKind.ExpressionStatement, ts.isExpressionStatement, (lowering, node) => lowerEffect(lowering, node.expression)),
  rule(ts.SyntaxKind.IfStatement, ts.isIfStatement, lowerIf),
  rule(ts.SyntaxKind.SwitchStatement, ts.isSwitchStatement, lowerSwitch),
  rule(ts.SyntaxKind.WhileStatement, ts.isWhileStatement, lowerWhile),
  rule(ts.SyntaxKind.DoStatement, ts.isDoStatement, lowerDoWhile),
  rule(ts.SyntaxKind.ForStatement, ts.isForStatement, lowerFor),
  rule(ts.SyntaxKind.ForOfStatement, ts.isForOfStatement, lowerForOf),
  rule(ts.SyntaxKind.BreakStatement, ts.isBreakStatement, lowerBreak),
  rule(ts.SyntaxKind.ContinueStatement, ts.isContinueStatement, lowerContinue),
  rule(ts.SyntaxKind.ReturnStatement, ts.isReturnStatement, lowerReturn),
]);

const expressions: ReadonlyMap<ts.SyntaxKind, (lowering: Lowering, node: ts.Node) => Meaning> = new Map<
  ts.SyntaxKind,
  (lowering: Lowering, node: ts.Node) => Meaning
>([
  rule(ts.SyntaxKind.Identifier, ts.isIdentifier, lowerIdentifier),
  rule(ts.SyntaxKind.ThisKeyword, isNode, lowerThis),
  rule(ts.SyntaxKind.NumericLiteral, ts.isNumericLiteral, lowerNumber),
  rule(ts.SyntaxKind.StringLiteral, ts.isStringLiteral, (_lowering, node) => text(node.text)),
  rule(ts.SyntaxKind.NoSubstitutionTemplateLiteral, ts.isNoSubstitutionTemplateLiteral, (_lowering, node) => text(node.text)),
  rule(ts.SyntaxKind.TemplateExpression, ts.isTemplateExpression, lowerTemplate),
  rule(ts.SyntaxKind.TrueKeyword, isNode, () => boolean(true)),
  rule(ts.SyntaxKind.FalseKeyword, isNode, () => boolean(false)),
  rule(ts.SyntaxKind.NullKeyword, isNode, () => constant({ kind: "null" })),
  rule(ts.SyntaxKind.ObjectLiteralExpression, ts.isObjectLiteralExpression, lowerObjectLiteral),
  rule(ts.SyntaxKind.ArrowFunction, ts.isArrowFunction, lowerArrow),
  rule(ts.SyntaxKind.PropertyAccessExpression, ts.isPropertyAccessExpression, lowerPropertyAccess),
  rule(ts.SyntaxKind.ElementAccessExpression, ts.isElementAccessExpression, lowerElementAccess),
  rule(ts.SyntaxKind.PrefixUnaryExpression, ts.isPrefixUnaryExpression, lowerPrefix),
  rule(ts.SyntaxKind.PostfixUnaryExpression, ts.isPostfixUnaryExpression, (lowering, node) =>
    reject(lowering, "value-of-assignment", node, { what: `'${shortText(node)}'` }),
  ),
  rule(ts.SyntaxKind.BinaryExpression, ts.isBinaryExpression, lowerBinary),
  rule(ts.SyntaxKind.ConditionalExpression, ts.isConditionalExpression, lowerConditional),
  rule(ts.SyntaxKind.CallExpression, ts.isCallExpression, lowerCall),
]);

export const visitors: Visitors = {
  expression: (lowering, expression) => {
    const node = inParentheses(expression);
    const inner = lowering.valueUnused || lowering.flagsTarget !== null ? { ...lowering, valueUnused: false, flagsTarget: null } : lowering;
    return expressions.get(node.kind)?.(inner, node) ?? unsupported(lowering, node);
  },
  effect: lowerEffect,
  condition: lowerCondition,
  statement: (lowering, node) => {
    if (lowering.builder !== null && !lowering.builder.reachable) return;
    const lower = statements.get(node.kind);
    if (lower === undefined) unsupported(lowering, node);
    else lower(lowering, node);
  },
  callable: lowerCallValue,
  callableCondition: lowerCallableCondition,
  apply: lowerApplication,
  arrowCondition: lowerArrowCondition,
  flags: (lowering, expression, local) => {
    const node = inParentheses(expression);
    return ts.isCallExpression(node) ? lowerCall({ ...lowering, flagsTarget: local }, node) : visitors.expression(lowering, node);
  },
  hasSteps,
  topLevel: namedMeaning,
};

function lowerEffect(lowering: Lowering, expression: ts.Expression): void {
  const node = inParentheses(expression);
  if (ts.isBinaryExpression(node) && isAssignment(node)) return lowerAssignment(lowering, node);
  if (ts.isPostfixUnaryExpression(node)) return lowerIncrement(lowering, node);
  if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken && node.operator !== ts.SyntaxKind.MinusToken)
    return lowerIncrement(lowering, node);
  if (ts.isCallExpression(node)) return lowerCallStatement(lowering, node);
  if (ts.isConditionalExpression(node)) return lowerConditionalEffect(lowering, node);
  visitors.expression(lowering, node);
}

function lowerCallStatement(lowering: Lowering, node: ts.CallExpression): void {
  if (lowering.builder === null || languageName(lowering.model.sources, node.expression) !== null) {
    lowerCall({ ...lowering, valueUnused: true }, node);
    return;
  }
  const callee = visitors.expression(lowering, node.expression);
  if (callee.kind === "callable") lowerCallEffect(lowering, callee.callable, node);
  else if (callee.kind === "language") lowerCall({ ...lowering, valueUnused: true }, node);
  else if (callee.kind !== "invalid") reject(lowering, "unknown-function-value", node.expression, {});
}

function lowerBinary(lowering: Lowering, node: ts.BinaryExpression): Meaning {
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) return lowerLogical(lowering, node);
  const operator = binaryOperators.get(kind);
  if (operator !== undefined) return lowerOperator(lowering, node, operator);
  if (isAssignment(node)) return reject(lowering, "value-of-assignment", node, { what: `The assignment '${shortText(node)}'` });
  return unsupported(lowering, node.operatorToken);
}

function lowerArrow(lowering: Lowering, node: ts.ArrowFunction): Meaning {
  return { kind: "callable", callable: { node, name: nameOf(node), scope: lowering.scope, chain: lowering.activation.chain } };
}

function unsupported(lowering: Lowering, node: ts.Node): Meaning {
  return reject(lowering, "unsupported-syntax", node, {
    construct: `'${shortText(node)}' is`,
    hint: "write it with the statements and functions of the language",
  });
}

function isNode(_node: ts.Node): _node is ts.Node {
  return true;
}
