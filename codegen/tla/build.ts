// Short constructors for TLA+ trees, named as the notation is read.

import type { Tla, TlaArm, TlaInfix, TlaUnit } from "./ast.js";

export const TRUE: Tla = { kind: "boolean", value: true };
export const FALSE: Tla = { kind: "boolean", value: false };

export function name(text: string): Tla {
  return { kind: "name", name: text };
}
export function string(value: string): Tla {
  return { kind: "string", value };
}
export function number(value: number): Tla {
  return value < 0 ? { kind: "prefix", operator: "-", operand: { kind: "number", value: -value } } : { kind: "number", value };
}
export function boolean(value: boolean): Tla {
  return value ? TRUE : FALSE;
}
export function call(operator: string, ...args: readonly Tla[]): Tla {
  return { kind: "call", operator, args };
}
export function apply(fn: Tla, ...args: readonly Tla[]): Tla {
  return { kind: "apply", function: fn, args };
}
export function infix(left: Tla, operator: TlaInfix, right: Tla): Tla {
  return { kind: "infix", operator, left, right };
}
export function equals(left: Tla, right: Tla): Tla {
  return infix(left, "=", right);
}
export function prime(variable: string): Tla {
  return { kind: "prime", name: variable };
}
/** Conjunction; nested ones are joined, a single item stands for itself. */
export function and(...items: readonly Tla[]): Tla {
  return junction("and", items, TRUE);
}
/** Disjunction; nested ones are joined, a single item stands for itself. */
export function or(...items: readonly Tla[]): Tla {
  return junction("or", items, FALSE);
}
export function not(operand: Tla): Tla {
  if (operand.kind === "infix" && operand.operator === "=") return { ...operand, operator: "#" };
  if (operand.kind === "infix" && operand.operator === "#") return { ...operand, operator: "=" };
  return { kind: "prefix", operator: "~", operand };
}
export function ifThenElse(condition: Tla, whenTrue: Tla, whenFalse: Tla): Tla {
  return { kind: "if", condition, whenTrue, whenFalse };
}
export function cases(arms: readonly TlaArm[], other: Tla | null): Tla {
  return { kind: "case", arms, other };
}
export function arm(guard: Tla, body: Tla, comment: readonly string[] = []): TlaArm {
  return { comment, guard, body };
}
export function tuple(...items: readonly Tla[]): Tla {
  return { kind: "tuple", items };
}
export function set(...items: readonly Tla[]): Tla {
  return { kind: "set", items };
}
export function strings(values: readonly string[]): Tla {
  return set(...values.map(string));
}
export function except(fn: Tla, key: Tla, value: Tla): Tla {
  return { kind: "except", function: fn, updates: [{ key, value }] };
}
export function unchanged(variables: readonly string[]): Tla {
  const [only, ...others] = variables;
  if (only === undefined) return TRUE;
  return { kind: "prefix", operator: "UNCHANGED", operand: others.length === 0 ? name(only) : tuple(...variables.map(name)) };
}
export function forAll(variable: string, domain: Tla, body: Tla): Tla {
  return { kind: "quantified", quantifier: "\\A", variable, set: domain, body };
}
export function exists(variable: string, domain: Tla, body: Tla): Tla {
  return { kind: "quantified", quantifier: "\\E", variable, set: domain, body };
}
/** A function given by its graph: a record when all keys are identifiers, else `k :> v @@ …`. */
export function table(entries: readonly (readonly [string, Tla])[]): Tla {
  if (entries.length === 0) return tuple();
  if (entries.every(([key]) => /^[A-Za-z]\w*$/.test(key)))
    return { kind: "record", fields: entries.map(([key, value]) => ({ name: key, value })) };
  return entries.map(([key, value]) => infix(string(key), ":>", value)).reduce((left, right) => infix(left, "@@", right));
}

/** `name == body`, with `comment` above it. */
export function definition(title: string, body: Tla, comment: readonly string[] = []): TlaUnit {
  return { kind: "definition", comment, name: title, parameters: [], body };
}

function junction(kind: "and" | "or", items: readonly Tla[], empty: Tla): Tla {
  const flat = items
    .flatMap((item) => (item.kind === kind ? item.items : [item]))
    .filter((item) => !(item.kind === "boolean" && empty.kind === "boolean" && item.value === empty.value));
  const [only, ...others] = flat;
  if (only === undefined) return empty;
  return others.length === 0 ? only : { kind, items: flat };
}
