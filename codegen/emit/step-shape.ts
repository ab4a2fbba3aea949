// What one operation does, before it is written down: faults, guards, outcomes; and how values are stored.

import { type Expression } from "../ir/expression.js";
import { type Target } from "../ir/graph.js";
import { type Tla } from "../tla/ast.js";
import { call, infix, name, number } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { type FaultCase, isPlain, isWithin, placeFaults, SELF, translate } from "./expressions.js";
import { fieldOf, type Scope } from "./scope.js";

/** A step of a location: what it may fault with, what it waits for, and its ways on. */
export interface StepShape {
  readonly faults: readonly FaultCase[];
  /** The step is possible only when all of these hold. */
  readonly enabled: readonly Tla[];
  readonly outcomes: readonly Outcome[];
}

export interface Outcome {
  /** The outcome is taken when this holds; null: always (a single outcome), or nondeterministically over `choice`. */
  readonly when: Tla | null;
  readonly effects: Effects;
  /** Index into the location's successors; null when `effects` set pc themselves. */
  readonly next: number | null;
}

export const CHOICE = "choice";

export function plain(effects: Effects, next: number | null = 0): StepShape {
  return { faults: [], enabled: [], outcomes: [{ when: null, effects, next }] };
}

export function always(effects: Effects): Outcome {
  return { when: null, effects, next: 0 };
}

export function action(tla: Tla, ...changes: readonly string[]): Effects {
  return { ...NO_EFFECTS, actions: [{ action: tla, changes }] };
}

export function gotoEffects(target: Tla): Effects {
  return { ...NO_EFFECTS, actions: [{ action: call("Goto", SELF, target), changes: ["pc"] }] };
}

/** Stores `value` to a target; integers that wrap are reduced. */
export function store(scope: Scope, target: Target, value: Tla): Effects {
  if (target.kind === "local") return { ...NO_EFFECTS, stores: storeLocal(scope, target.local, value) };
  const field = fieldOf(scope.program, target.place.field);
  const variable = scope.fields.get(field.id)?.name;
  if (variable === undefined) throw new Error(`'${field.id}' is not data`);
  const wrapped = field.type.kind === "int" && field.type.wraps ? infix(value, "%", number(field.type.max + 1)) : value;
  const key = isPlain(field.owners) || target.place.object === null ? null : translate(scope, target.place.object);
  return { ...NO_EFFECTS, stores: [{ variable, key, value: wrapped }] };
}

export function storeLocal(scope: Scope, local: string, value: Tla): Effects["stores"] {
  const variable = scope.locals.get(local);
  if (variable === undefined) throw new Error(`no local '${local}'`);
  return [{ variable: variable.name, key: variable.contexts.length === 1 ? null : SELF, value }];
}

export function targetFaults(scope: Scope, target: Target, value: Expression | null): readonly FaultCase[] {
  if (target.kind === "local") return [];
  const faults = placeFaults(scope, target.place);
  const { type } = fieldOf(scope.program, target.place.field);
  if (type.kind !== "int" || type.wraps || (value !== null && isWithin(scope, value, type.min, type.max))) return faults;
  const stored = value === null ? name(CHOICE) : translate(scope, value);
  return [...faults, { fault: "out-of-range", when: infix(stored, "\\notin", infix(number(type.min), "..", number(type.max))) }];
}

/** Those of a store that are so whatever is stored, and those of the value: where evaluating it is a fault, the first may still count before. */
export function faultsOfStore(faults: readonly FaultCase[]): {
  readonly ofPlace: readonly FaultCase[];
  readonly ofValue: readonly FaultCase[];
} {
  const ofValue = faults.filter(({ fault }) => fault === "out-of-range");
  return { ofPlace: faults.filter((fault) => !ofValue.includes(fault)), ofValue };
}
