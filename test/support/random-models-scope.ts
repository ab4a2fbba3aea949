// What may be named at a place of a random model, so that its text always has the right types. TypeScript narrows variables that may be
// NULL, and so does this: a name is an object, NULL, or unknown. Data guarded by a lock is named only where that lock is held.

import type { Draws } from "./random-models-draws.js";

export interface Lock {
  /** As in the model: `s0`, `entry.lock`. */
  readonly name: string;
  readonly type: "spin" | "raw_spin" | "mutex" | "special";
  /** How a special lock is taken and released, in each of its ways; with `try`, also without waiting. */
  readonly ways?: readonly { readonly take: string; readonly release: string; readonly try?: string }[];
  /** Its holder may sleep. */
  readonly sleeps: boolean;
  /** Well-behaved code takes locks in rising order. */
  readonly rank: number;
  /** Well-behaved code disables interrupts around it, and only such locks are taken in interrupts. */
  readonly inInterrupts: boolean;
}

/** What a nullable name is known to be. */
export type Known = "unknown" | "object" | "null";

export interface HeldSection {
  /** Statement that ends the section. */
  readonly leave: readonly string[];
  readonly lock: Lock | null;
}

export interface Helper {
  readonly name: string;
  readonly parameter: "none" | "number" | "object";
  readonly returns: "nothing" | "number" | "flag";
}

/** What all places of a model share. */
export interface ModelScope {
  /** Names of variables: every scope has its own from here on. */
  nextName: number;
  /** Number of the lock that is taken more often than others: contexts that take the same lock are what a lock is for. */
  readonly favourite: number;
}

export interface Scope {
  readonly draws: Draws;
  readonly level: "task" | "interrupt";
  /** What `return` needs here. */
  readonly returns: "nothing" | "number" | "flag" | "restart";
  readonly helpers: readonly Helper[];
  readonly model: ModelScope;
  readonly held: readonly HeldSection[];
  /** Interrupts or preemption are off as far as the text shows. */
  readonly atomic: boolean;
  readonly irqsOff: boolean;
  /** Number of held sections outside of the loop around this place; null outside of loops. */
  readonly loop: number | null;
  /** Objects that are never NULL: pool entries, loop variables, parameters. */
  readonly objects: readonly string[];
  /** Constants and variables of the function. */
  readonly numbers: readonly string[];
  readonly variables: readonly string[];
  readonly flags: readonly string[];
  readonly stackLists: readonly string[];
  /** What nullable names are; shared data, too. Changes along the text. */
  readonly known: Map<string, Known>;
  /** Enums that TypeScript may have narrowed in this function: not compared any more. */
  readonly narrowedEnums: Set<string>;
}

/** A part of the scope that a block inside has in another way. */
export function inside(scope: Scope, draws: Draws, changes: Partial<Scope> = {}): Scope {
  return { ...scope, draws, known: new Map(scope.known), ...changes };
}

export function fresh(scope: Scope, prefix: string): string {
  return `${prefix}${scope.model.nextName++}`;
}

export function holding(scope: Scope, leave: readonly string[], lock: Lock | null, changes: Partial<Scope> = {}): Partial<Scope> {
  return { held: [...scope.held, { leave, lock }], ...changes };
}

/** All objects that may be used without a test. */
export function objectsOf(scope: Scope): readonly string[] {
  return [...scope.objects, ...[...scope.known].filter(([, known]) => known === "object").map(([name]) => name)];
}

/** Names that may be NULL. */
export function nullablesOf(scope: Scope): readonly string[] {
  return [...scope.known].filter(([, known]) => known !== "null").map(([name]) => name);
}

/** Behind two ways: what both agree on. A way that does not come to its end does not count. */
export function join(scope: Scope, ways: readonly (ReadonlyMap<string, Known> | null)[]): void {
  const arriving = ways.filter((way) => way !== null);
  for (const name of scope.known.keys()) {
    const [first = "unknown", ...others] = arriving.map((way) => way.get(name) ?? "unknown");
    scope.known.set(name, others.every((other) => other === first) ? first : "unknown");
  }
}

/** At the start of a loop nothing is known to be an object, as the body may store NULL. */
export function forgetObjects(scope: Scope): void {
  for (const [name, known] of scope.known) if (known === "object") scope.known.set(name, "unknown");
}
