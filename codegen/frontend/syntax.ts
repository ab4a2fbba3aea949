// Small questions about syntax trees.

import { ts } from "../typescript.cjs";

/** `node` without parentheses, `satisfies` and `as const` around it. */
export function inParentheses(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node)) return inParentheses(node.expression);
  return ts.isAsExpression(node) && isAsConst(node) ? inParentheses(node.expression) : node;
}

/** `… as const`, the only assertion of the language. */
export function isAsConst(node: ts.AsExpression): boolean {
  return ts.isTypeReferenceNode(node.type) && node.type.getText() === "const";
}

/** The name of a declared thing, `anonymous` when it has none. */
export function nameOf(node: ts.FunctionDeclaration | ts.ArrowFunction): string {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? "anonymous";
  return ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) ? node.parent.name.text : "anonymous";
}

/** A body that only names values and returns one. */
export function onlyReturns(body: ts.Block): boolean {
  return body.statements.every((statement, index) =>
    index === body.statements.length - 1 ? ts.isReturnStatement(statement) : ts.isVariableStatement(statement),
  );
}
