// Assignments: `x = e`, `x += e`, `x++`. One step each.

import { suggestion } from "../../../diagnostics/index.js";
import type { BinaryOperator, Expression } from "../../../ir/expression.js";
import type { Target } from "../../../ir/graph.js";
import { ts } from "../../../typescript.cjs";
import { languageName, symbolOf } from "../../load/sources.js";
import { emit, type Lowering, reject, shortText, typeHasNull } from "../../lowering.js";
import { describe, type Meaning } from "../../meaning.js";
import { inParentheses } from "../../syntax.js";
import { combine, textsOf } from "../expressions/operators.js";
import { asValue, fetchedPlace, isFixed, keptPlace, lowerValue, lowerValues, noteNull } from "../operands.js";

/** `+=` and its like. */
export const compoundOperators: ReadonlyMap<ts.SyntaxKind, BinaryOperator> = new Map<ts.SyntaxKind, BinaryOperator>([
  [ts.SyntaxKind.PlusEqualsToken, "add"],
  [ts.SyntaxKind.MinusEqualsToken, "subtract"],
  [ts.SyntaxKind.AsteriskEqualsToken, "multiply"],
  [ts.SyntaxKind.SlashEqualsToken, "divide"],
  [ts.SyntaxKind.PercentEqualsToken, "remainder"],
]);

export function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.EqualsToken || compoundOperators.has(kind);
}

export function lowerAssignment(lowering: Lowering, node: ts.BinaryExpression): void {
  const value = inParentheses(node.right);
  if (assignsFlags(lowering, node.left, value)) return;
  const target = targetOf(lowering, node.left, lowering.model.visitors.hasSteps(lowering, value));
  if (target === null) return;
  if (target.kind === "local" && typeHasNull(lowering, node.right) && isOfAnotherFunction(lowering, node.left))
    lowering.locals?.distrust(target.local);
  const operator = compoundOperators.get(node.operatorToken.kind);
  if (operator !== undefined) return update(lowering, node, target, operator, value);
  if (ts.isCallExpression(value) && languageName(lowering.model.sources, value.expression) === "choose")
    return lowerChoose(lowering, node, value, target);
  const right = lowerValue(lowering, value);
  if (right === null) return;
  if (target.kind === "local") noteNull(lowering, target.local, node.right, right);
  if (target.kind === "place" && !fits(lowering, node.right, { kind: "field", place: target.place }, right.expression)) return;
  store(lowering, node, target, right.expression);
}

/** An arrow that assigns to a variable around it: TypeScript goes on to believe what it knew of it before the call. */
function isOfAnotherFunction(lowering: Lowering, target: ts.Expression): boolean {
  const declaration = symbolOf(lowering.model.sources, inParentheses(target))?.valueDeclaration;
  return declaration !== undefined && ts.findAncestor(declaration, ts.isFunctionLike) !== ts.findAncestor(target, ts.isFunctionLike);
}

/** `target = choose(a, b)`: the choice itself stores. */
export function lowerChoose(lowering: Lowering, node: ts.Node, call: ts.CallExpression, target: Target): void {
  const options = optionsOf(lowering, call);
  if (options === null) return;
  if (target.kind === "local") options.forEach((option, index) => noteNull(lowering, target.local, call.arguments[index] ?? call, option));
  emit(lowering, node, (next) => ({ kind: "choose", target, options: options.map((option) => option.expression), next }));
}

/** What `choose(…)` chooses from: its arguments, or all objects of the pool that is its only one. */
export function optionsOf(lowering: Lowering, call: ts.CallExpression): ReturnType<typeof lowerValues> {
  const [only, ...others] = call.arguments;
  if (only === undefined || others.length > 0) return lowerValues(lowering, call.arguments);
  const meaning = lowering.model.visitors.expression(lowering, only);
  if (meaning.kind === "pool")
    return meaning.pool.instances.map(({ id }) => ({
      kind: "value",
      expression: { kind: "value", value: { kind: "object", id } },
      nullable: false,
    }));
  const value = asValue(lowering, only, meaning);
  return value === null ? null : [value];
}

function update(lowering: Lowering, node: ts.BinaryExpression, target: Target, operator: BinaryOperator, value: ts.Expression): void {
  if (lowering.model.visitors.hasSteps(lowering, value)) {
    reject(lowering, "value-of-assignment", value, { what: `The call in '${shortText(node)}'` });
    return;
  }
  const once = fetched(lowering, node, target);
  const right = lowerValue(lowering, value);
  if (right === null) return;
  const result = combine(lowering, node, operator, read(once), right.expression);
  if (result.kind === "value") store(lowering, node, once, result.expression);
}

/** `x++` and `--x` as statements. */
export function lowerIncrement(lowering: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
  const target = targetOf(lowering, node.operand, false);
  if (target === null) return;
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "add" : "subtract";
  const one: Expression = { kind: "value", value: { kind: "int", value: 1 } };
  const once = fetched(lowering, node, target);
  store(lowering, node, once, { kind: "binary", operator, left: read(once), right: one });
}

/** What is read and stored is in one object: which it is is evaluated once. */
function fetched(lowering: Lowering, node: ts.Node, target: Target): Target {
  return target.kind === "local" ? target : { kind: "place", place: fetchedPlace(lowering, node, target.place) };
}

function store(lowering: Lowering, node: ts.Node, target: Target, value: Expression): void {
  emit(lowering, node, (next) => ({ kind: "assign", indivisible: false, assignments: [{ target, value }], next }));
}

function read(target: Target): Expression {
  return target.kind === "local" ? { kind: "local", local: target.local } : { kind: "field", place: target.place };
}

/** What is assigned to; `keep` fixes the object before the right side is evaluated. */
function targetOf(lowering: Lowering, expression: ts.Expression, keep: boolean): Target | null {
  const node = inParentheses(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(lowering.model.sources, node) : null;
  const binding = symbol === null ? null : (lowering.scope?.lookup(symbol) ?? null);
  if (binding?.kind === "variable") return { kind: "local", local: binding.local };
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "value" && meaning.expression.kind === "field" && !isFixed(lowering, meaning.expression.place.field)) {
    const { place } = meaning.expression;
    return { kind: "place", place: keep ? keptPlace(lowering, node, place) : place };
  }
  if (meaning.kind !== "invalid") reject(lowering, "not-assignable", node, { name: shortText(node), what: whatIsIt(meaning) });
  return null;
}

function whatIsIt(meaning: Meaning): string {
  return meaning.kind === "value" ? "a constant" : describe(meaning);
}

/** A text that is stored must be one of the values of its field. TypeScript checks it, too, except through `as const` tricks. */
function fits(lowering: Lowering, node: ts.Node, target: Expression, value: Expression): boolean {
  const values = textsOf(lowering, target);
  if (values === null || value.kind !== "value" || value.value.kind !== "enum" || values.includes(value.value.value)) return true;
  const list = values.map((text) => `'${text}'`).join(", ");
  reject(lowering, "unknown-enum-value", node, {
    value: value.value.value,
    values: list,
    hint: suggestion(value.value.value, values, "add it to 'oneOf'"),
  });
  return false;
}

/** `flags = spin_lock_irqsave(lock)`: the state is saved under the name of the variable. */
function assignsFlags(lowering: Lowering, target: ts.Expression, value: ts.Expression): boolean {
  const symbol = ts.isIdentifier(target) ? symbolOf(lowering.model.sources, target) : null;
  const binding = symbol === null ? null : (lowering.scope?.lookup(symbol) ?? null);
  if (binding?.kind !== "meaning" || binding.meaning.kind !== "flags") return false;
  const { local } = binding.meaning;
  const saved = lowering.model.visitors.flags(lowering, value, local);
  if (saved.kind !== "invalid" && (saved.kind !== "flags" || saved.local !== local))
    reject(lowering, "flags-not-saved", value, { what: `'${shortText(value)}'` });
  return true;
}
