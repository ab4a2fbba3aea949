// `if`, `switch`, `break`, `continue`, `return`, blocks.

import type { Expression } from "../../../ir/expression.js";
import { ts } from "../../../typescript.cjs";
import { at, framesOf, type Lowering, reject, shortText } from "../../lowering.js";
import { constantOf } from "../../meaning.js";
import { Scope } from "../../scope.js";
import { branchOn } from "../expressions/conditions.js";
import { combine } from "../expressions/operators.js";
import { leaveGuards, openGuard } from "../language/guards.js";
import { kept, lowerValue } from "../operands.js";

export function lowerBlock(lowering: Lowering, node: ts.Block): void {
  lowerStatements({ ...lowering, scope: new Scope(lowering.scope) }, node.statements);
}

/** The statements of a block: what `using` takes is released at its end, and wherever it is left before. */
export function lowerStatements(outside: Lowering, statements: readonly ts.Statement[]): void {
  let inside = outside;
  for (const statement of statements) {
    const guard = isUsing(statement) ? openGuard(inside, statement.declarationList) : null;
    if (guard !== null) inside = { ...inside, guards: [...inside.guards, guard] };
    else if (!isUsing(statement)) inside.model.visitors.statement(inside, statement);
  }
  leaveGuards(inside, (guard) => !outside.guards.includes(guard));
}

function isUsing(statement: ts.Statement): statement is ts.VariableStatement {
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using;
}

export function lowerIf(lowering: Lowering, node: ts.IfStatement): void {
  const { builder, model } = lowering;
  if (builder === null) return;
  const [whenTrue, whenFalse, end] = [builder.label(), builder.label(), builder.label()];
  model.visitors.condition(lowering, node.expression, whenTrue, whenFalse);
  builder.place(whenTrue);
  model.visitors.statement(lowering, node.thenStatement);
  builder.jump(end);
  builder.place(whenFalse);
  if (node.elseStatement !== undefined) model.visitors.statement(lowering, node.elseStatement);
  builder.place(end);
}

/** `ready ? go() : wait();` is `if (ready) go(); else wait();`. */
export function lowerConditionalEffect(lowering: Lowering, node: ts.ConditionalExpression): void {
  const { builder, model } = lowering;
  if (builder === null) {
    model.visitors.expression(lowering, node);
    return;
  }
  const [whenTrue, whenFalse, end] = [builder.label(), builder.label(), builder.label()];
  model.visitors.condition(lowering, node.condition, whenTrue, whenFalse);
  builder.place(whenTrue);
  if (builder.reachable) model.visitors.effect(lowering, node.whenTrue);
  builder.jump(end);
  builder.place(whenFalse);
  if (builder.reachable) model.visitors.effect(lowering, node.whenFalse);
  builder.place(end);
}

/** A chain of branches in the order of the cases; a body without `break` goes on into the next one. */
export function lowerSwitch(lowering: Lowering, node: ts.SwitchStatement): void {
  const { builder, model } = lowering;
  const found = lowerValue(lowering, node.expression);
  if (builder === null || found === null) return;
  const value = constantOf(found) === null ? kept(lowering, node.expression, found) : found;
  const end = builder.label();
  const bodies = node.caseBlock.clauses.map(() => builder.label());
  let standard = end;
  node.caseBlock.clauses.forEach((clause, index) => {
    const body = bodies[index] ?? end;
    if (ts.isDefaultClause(clause)) standard = body;
    else lowerCase(lowering, clause, value.expression, body);
  });
  builder.jump(standard);
  const inside: Lowering = { ...lowering, scope: new Scope(lowering.scope), breakTo: end };
  node.caseBlock.clauses.forEach((clause, index) => {
    builder.place(bodies[index] ?? end);
    for (const statement of clause.statements) model.visitors.statement(inside, statement);
  });
  builder.place(end);
}

function lowerCase(lowering: Lowering, clause: ts.CaseClause, value: Expression, body: string): void {
  const { builder } = lowering;
  if (builder === null || !builder.reachable) return;
  if (lowering.model.visitors.hasSteps(lowering, clause.expression)) {
    reject(lowering, "not-constant", clause.expression, { what: "The value of a case" });
    return;
  }
  const label = lowerValue(lowering, clause.expression);
  if (label === null) return;
  const next = builder.label();
  branchOn(lowering, clause.expression, combine(lowering, clause, "equal", value, label.expression), body, next);
  builder.place(next);
}

export function lowerBreak(lowering: Lowering, node: ts.BreakStatement): void {
  const { breakTo } = lowering;
  if (breakTo !== null) {
    leaveGuards(lowering, (guard) => guard.breakTo === breakTo);
    lowering.builder?.jump(breakTo);
  } else reject(lowering, "unsupported-syntax", node, { construct: "'break' here is", hint: "use it inside a loop or 'switch'" });
}

export function lowerContinue(lowering: Lowering, node: ts.ContinueStatement): void {
  const { continueTo } = lowering;
  if (continueTo === null) return;
  leaveGuards(lowering, (guard) => guard.continueTo === continueTo);
  lowering.builder?.jumpBack(continueTo, at(lowering, node), framesOf(lowering));
}

export function lowerReturn(lowering: Lowering, node: ts.ReturnStatement): void {
  const { returns } = lowering.activation;
  const left = lowering.guards.filter((guard) => guard.returns === returns);
  if (left.length > 0 && node.expression !== undefined && !isOwn(lowering, node.expression)) {
    reject(lowering, "unsupported-syntax", node, {
      construct: `'${shortText(node)}' under a guard is`,
      hint: "store the value in a const first, and return that: the guard is released in between",
    });
    return;
  }
  leaveGuards(lowering, (guard) => left.includes(guard));
  lowering.builder?.returnsAt(at(lowering, node), framesOf(lowering));
  returns?.(lowering, node.expression ?? null, node);
}

/** The value is made of constants and of the context's own variables: it is the same before and after a lock is released. */
function isOwn(lowering: Lowering, node: ts.Expression): boolean {
  if (lowering.model.visitors.hasSteps(lowering, node)) return false;
  const meaning = lowering.model.visitors.expression(lowering, node);
  return meaning.kind !== "value" || isOwnExpression(meaning.expression);
}

function isOwnExpression(expression: Expression): boolean {
  switch (expression.kind) {
    case "value":
    case "local":
    case "argument":
      return true;
    case "unary":
      return isOwnExpression(expression.operand);
    case "binary":
      return isOwnExpression(expression.left) && isOwnExpression(expression.right);
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse].every(isOwnExpression);
    default:
      return false;
  }
}
