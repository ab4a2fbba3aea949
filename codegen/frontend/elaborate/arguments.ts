// Arguments of declarations: evaluated at compile time, checked, reported when they are something else.

import { ts } from "../../typescript.cjs";
import { constantLowering, type Lowering, reject, shortText } from "../lowering.js";
import { type Callable, constantOf, describe, type Meaning } from "../meaning.js";
import { inParentheses } from "../syntax.js";
import type { ModelClass } from "./world.js";

/** Evaluates `node` at compile time. */
export function evaluate(lowering: Lowering, node: ts.Expression): Meaning {
  const constants =
    lowering.mode === "constant" ? lowering : { ...constantLowering(lowering.model, lowering.instance), scope: lowering.scope };
  return lowering.model.visitors.expression(constants, node);
}

/** An integer known at compile time, null when it is not (reported). */
export function integerArgument(lowering: Lowering, node: ts.Expression, what: string): number | null {
  const meaning = evaluate(lowering, node);
  const value = constantOf(meaning);
  if (value?.kind === "int") return value.value;
  rejectConstant(lowering, node, meaning, what);
  return null;
}

/** As {@link integerArgument}, within bounds. */
export function boundedArgument(lowering: Lowering, node: ts.Expression, what: string, low: number, high: number): number | null {
  const value = integerArgument(lowering, node, what);
  if (value === null || (value >= low && value <= high)) return value;
  reject(lowering, "out-of-bounds", node, { what, value, low, high });
  return null;
}

export function booleanArgument(lowering: Lowering, node: ts.Expression, what: string): boolean | null {
  const meaning = evaluate(lowering, node);
  const value = constantOf(meaning);
  if (value?.kind === "bool") return value.value;
  rejectConstant(lowering, node, meaning, what);
  return null;
}

export function textArgument(lowering: Lowering, node: ts.Expression, what: string): string | null {
  const meaning = evaluate(lowering, node);
  const value = constantOf(meaning);
  if (value?.kind === "enum") return value.value;
  rejectConstant(lowering, node, meaning, what);
  return null;
}

/** A name: known at compile time and not empty. */
export function nameArgument(lowering: Lowering, node: ts.Expression, what: string): string | null {
  const name = textArgument(lowering, node, `The name of ${what}`);
  if (name !== "") return name;
  reject(lowering, "empty-name", node, { what });
  return null;
}

export function callableArgument(lowering: Lowering, node: ts.Expression): Callable | null {
  const meaning = evaluate(lowering, node);
  if (meaning.kind === "callable") return meaning.callable;
  if (meaning.kind !== "invalid") reject(lowering, "unknown-function-value", node, {});
  return null;
}

/** The initialiser of `key` in an options literal, null when it is not there. */
export function option(lowering: Lowering, node: ts.Expression | undefined, key: string): ts.Expression | null {
  if (node === undefined) return null;
  const meaning = evaluate(lowering, inParentheses(node));
  if (meaning.kind !== "record") {
    if (meaning.kind !== "invalid") reject(lowering, "not-constant", node, { what: "The options" });
    return null;
  }
  return propertyOf(meaning.node, key);
}

/** The value that an object literal gives to `key`. */
export function propertyOf(node: ts.ObjectLiteralExpression, key: string): ts.Expression | null {
  return propertiesOf(node).find(([name]) => name === key)?.[1] ?? null;
}

/** The names and values of an object literal. */
export function propertiesOf(node: ts.ObjectLiteralExpression): readonly (readonly [string, ts.Expression])[] {
  return node.properties.flatMap((entry): readonly (readonly [string, ts.Expression])[] => {
    if (entry.name === undefined || !(ts.isIdentifier(entry.name) || ts.isStringLiteralLike(entry.name))) return [];
    if (ts.isPropertyAssignment(entry)) return [[entry.name.text, entry.initializer]];
    return ts.isShorthandPropertyAssignment(entry) ? [[entry.name.text, entry.name]] : [];
  });
}

/** The class of the model that a type names, `| null` left aside. */
export function classOfType(lowering: Lowering, type: ts.Type): ModelClass | null {
  const checker = lowering.model.sources.checker;
  const declaration = checker.getNonNullableType(type).getSymbol()?.valueDeclaration;
  return declaration !== undefined && ts.isClassDeclaration(declaration) ? (lowering.model.classes.get(declaration) ?? null) : null;
}

function rejectConstant(lowering: Lowering, node: ts.Expression, meaning: Meaning, what: string): void {
  if (meaning.kind === "invalid") return;
  if (constantOf(meaning) === null && meaning.kind === "value") reject(lowering, "not-constant", node, { what });
  else
    reject(lowering, "wrong-argument", node, {
      what,
      expected: "a constant of the declared type",
      hint: `replace '${shortText(node)}', which is ${describe(meaning)}`,
    });
}
