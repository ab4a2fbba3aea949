// `if`, `switch`, `break`, `continue`, `return`, blocks.

import { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import { at, framesOf, type Lowering, reject } from "../../lowering.js";
import { constantOf } from "../../meaning.js";
import { Scope } from "../../scope.js";
import { branchOn } from "../expressions/conditions.js";
import { combine } from "../expressions/operators.js";
import { kept, lowerValue } from "../operands.js";

export function lowerBlock(lowering: Lowering, node: ts.Block): void {
  const inside: Lowering = { ...lowering, scope: new Scope(lowering.scope) };
  for (const statement of node.statements) lowering.model.visitors.statement(inside, statement);
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
  if (lowering.breakTo !== null) lowering.builder?.jump(lowering.breakTo);
  else reject(lowering, "unsupported-syntax", node, { construct: "'break' here is", hint: "use it inside a loop or 'switch'" });
}

export function lowerContinue(lowering: Lowering, node: ts.ContinueStatement): void {
  if (lowering.continueTo !== null) lowering.builder?.jumpBack(lowering.continueTo, at(lowering, node), framesOf(lowering));
}

export function lowerReturn(lowering: Lowering, node: ts.ReturnStatement): void {
  lowering.activation.returns?.(lowering, node.expression ?? null, node);
}
