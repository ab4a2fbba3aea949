// `pool.every(…)`, `pool.some(…)`, `pool.count(…)` in properties.

import { ts } from "../../../typescript.cjs";
import { symbolOf } from "../../load/sources.js";
import { type Lowering, reject } from "../../lowering.js";
import { INVALID, type Meaning, valueOf } from "../../meaning.js";
import { Scope } from "../../scope.js";
import { inParentheses, onlyReturns } from "../../syntax.js";
import { lowerValue } from "../operands.js";

const QUANTIFIERS = ["every", "some", "count"] as const;

/** Null when the call is no quantifier over a pool. */
export function quantify(lowering: Lowering, call: ts.CallExpression, callee: ts.PropertyAccessExpression): Meaning | null {
  const quantifier = QUANTIFIERS.find((candidate) => candidate === callee.name.text);
  if (quantifier === undefined) return null;
  const pool = lowering.model.visitors.expression(lowering, callee.expression);
  if (pool.kind !== "pool") return pool.kind === "invalid" ? pool : null;
  if (lowering.mode !== "property")
    return reject(lowering, "only-in-property", call, { name: `${callee.getText()}`, hint: "write a loop over the objects" });
  const [argument] = call.arguments;
  const predicate = argument === undefined ? null : lowering.model.visitors.expression(lowering, inParentheses(argument));
  if (predicate?.kind !== "callable")
    return predicate?.kind === "invalid" || argument === undefined ? INVALID : reject(lowering, "unknown-function-value", argument, {});
  const { node, scope: outer } = predicate.callable;
  const [parameter] = node.parameters;
  const variable = freshName(lowering, parameter !== undefined && ts.isIdentifier(parameter.name) ? parameter.name.text : "object");
  const scope = new Scope(outer);
  const symbol = parameter === undefined ? null : symbolOf(lowering.model.sources, parameter.name);
  if (symbol !== null) scope.bind(symbol, { kind: "meaning", meaning: valueOf({ kind: "bound", name: variable }) });
  const inside: Lowering = { ...lowering, scope, bound: [...lowering.bound, variable] };
  const body = bodyValue(inside, node, call);
  return body === null ? INVALID : valueOf({ kind: "quantifier", quantifier, pool: pool.pool.id, variable, body: body.expression });
}

function bodyValue(lowering: Lowering, node: ts.FunctionDeclaration | ts.ArrowFunction, call: ts.Node): ReturnType<typeof lowerValue> {
  const { body } = node;
  if (body === undefined) return null;
  if (!ts.isBlock(body)) return lowerValue(lowering, body);
  const last = body.statements.at(-1);
  if (!onlyReturns(body) || last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) {
    reject(lowering, "effect-in-property", call, { what: "A predicate that is more than consts and one 'return'" });
    return null;
  }
  for (const statement of body.statements.slice(0, -1)) lowering.model.visitors.statement(lowering, statement);
  return lowerValue(lowering, last.expression);
}

function freshName(lowering: Lowering, wanted: string): string {
  let name = wanted;
  for (let copy = 2; lowering.bound.includes(name); copy++) name = `${wanted}'${copy}`;
  return name;
}
