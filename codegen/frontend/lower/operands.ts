// Operands of an expression in their order of evaluation: what a later operand's steps could change is kept in a variable first.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../ir/expression.js";
import { emit, type Lowering, localFor, localValue, reject, shortText, typeHasNull } from "../lowering.js";
import { describe, evaluatedPart, type Meaning, valueOf, withEvaluatedPart } from "../meaning.js";
import type { Scope } from "../scope.js";
import { isStable } from "./stability.js";

/** Lowers an expression that must be a value; null when it is none (reported). */
export function lowerValue(lowering: Lowering, node: ts.Expression): (Meaning & { readonly kind: "value" }) | null {
  return asValue(lowering, node, lowering.model.visitors.expression(lowering, node));
}

export function asValue(lowering: Lowering, node: ts.Node, meaning: Meaning): (Meaning & { readonly kind: "value" }) | null {
  if (meaning.kind === "value") return meaning;
  if (meaning.kind === "callable") reject(lowering, "unknown-function-value", node, {});
  else if (meaning.kind !== "invalid") {
    reject(lowering, "not-a-value", node, { what: `'${shortText(node)}', ${describe(meaning)},`, hint: hintFor(meaning) });
  }
  return null;
}

/** Lowers several values from left to right. */
export function lowerValues(lowering: Lowering, nodes: readonly ts.Expression[]): readonly (Meaning & { readonly kind: "value" })[] | null {
  const values: (Meaning & { readonly kind: "value" })[] = [];
  for (const [index, node] of nodes.entries()) {
    const value = lowerValue(lowering, node);
    if (value === null) return null;
    const disturbed = nodes.slice(index + 1).some((later) => lowering.model.visitors.hasSteps(lowering, later));
    values.push(disturbed ? kept(lowering, node, value) : value);
  }
  return values;
}

/** `value`, in a variable when it could change before it is used. */
export function kept(lowering: Lowering, node: ts.Node, value: Meaning & { readonly kind: "value" }): Meaning & { readonly kind: "value" } {
  const expression = keptExpression(lowering, node, value.expression, "value");
  return expression === value.expression ? value : { kind: "value", expression, nullable: value.nullable };
}

/** As `kept` of any meaning: a lock, list or other place has its object in a variable. */
export function keptMeaning(lowering: Lowering, node: ts.Node, meaning: Meaning): Meaning {
  if (meaning.kind === "value") return kept(lowering, node, meaning);
  const object = evaluatedPart(meaning);
  return object === null ? meaning : withEvaluatedPart(meaning, keptExpression(lowering, node, object, "object"));
}

export function keptExpression(lowering: Lowering, node: ts.Node, expression: Expression, role: string): Expression {
  if (lowering.mode !== "graph" || isStableIn(lowering, expression)) return expression;
  const local = localFor(lowering, node, "value", { kind: "value" }, role);
  assign(lowering, node, local, expression);
  return localValue(local);
}

/** `place` with its object in a variable when it could change in code that comes before the place is used. */
export function keptPlace(lowering: Lowering, node: ts.Node, place: Place): Place {
  return place.object === null ? place : { ...place, object: keptExpression(lowering, node, place.object, "object") };
}

/** As `keptPlace` for one statement of several steps: C evaluates a pointer once, before anything is done with it; own variables stay as they are. */
export function fetchedPlace(lowering: Lowering, node: ts.Node, place: Place): Place {
  return place.object === null ? place : { ...place, object: fetched(lowering, node, place.object, "object") };
}

/** Lowers the arguments of a function that does one indivisible thing: what they read of shared data is read before. */
export function fetchedValues(lowering: Lowering, nodes: readonly ts.Expression[]): readonly Expression[] | null {
  const values = lowerValues(lowering, nodes);
  return values === null ? null : values.map(({ expression }, index) => fetched(lowering, nodes[index] ?? nodes[0], expression, "value"));
}

function fetched(lowering: Lowering, node: ts.Node | undefined, expression: Expression, role: string): Expression {
  const isOwn = isStable(
    expression,
    () => false,
    (field) => isFixed(lowering, field),
  );
  return isOwn || node === undefined ? expression : keptExpression(lowering, node, expression, role);
}

export function isStableIn(lowering: Lowering, expression: Expression): boolean {
  return isStable(
    expression,
    (local) => lowering.locals?.isChanging(local) ?? false,
    (field) => isFixed(lowering, field),
  );
}

/** Nothing stores to the field: it is a constant that differs between objects. */
export function isFixed(lowering: Lowering, field: string): boolean {
  return lowering.model.fields.some((candidate) => candidate.id === field && candidate.fixed);
}

/** Emits `local := value`. */
export function assign(lowering: Lowering, node: ts.Node, local: string, value: Expression): void {
  emit(lowering, node, (next) => ({
    kind: "assign",
    indivisible: false,
    assignments: [{ target: { kind: "local", local }, value }],
    next,
  }));
}

/** A variable gets a value that may be NULL although its declared type says it is not. */
export function noteNull(lowering: Lowering, local: string, node: ts.Node, value: Meaning & { readonly kind: "value" }): void {
  if (value.nullable && !typeHasNull(lowering, node)) lowering.locals?.distrust(local);
}

/** Binds a name to `local`, which has what is evaluated of `meaning`: the value, or the object that has the lock, list or other place. */
export function bindVariable(
  lowering: Lowering,
  scope: Scope,
  variable: { readonly symbol: ts.Symbol; readonly local: string; readonly assigned: boolean },
  node: ts.Node,
  meaning: Meaning,
): void {
  const { symbol, local, assigned } = variable;
  if (meaning.kind !== "value") return scope.bind(symbol, { kind: "meaning", meaning: withEvaluatedPart(meaning, localValue(local)) });
  if (assigned) lowering.locals?.markChanging(local);
  noteNull(lowering, local, node, meaning);
  scope.bind(symbol, { kind: "variable", local });
}

/** Reading a variable. */
export function localMeaning(lowering: Lowering, local: string, node: ts.Node): Meaning {
  return valueOf(localValue(local), (lowering.locals?.isDistrusted(local) ?? true) || typeHasNull(lowering, node));
}

function hintFor(meaning: Meaning): string {
  switch (meaning.kind) {
    case "place":
      return meaning.field.type.kind === "atomic" ? "read it with 'atomic_read'" : "use it with the functions of the language";
    case "pool":
      return "use one of its objects, or loop over it";
    default:
      return "use it as the argument that it is made for";
  }
}
