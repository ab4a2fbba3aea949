// What one step does to the variables, collected and then written as a conjunction: guards, changes, and UNCHANGED for the rest.

import type { Tla } from "../tla/ast.js";
import { and, equals, name, prime, unchanged } from "../tla/build.js";

/** The changes of one outcome of a step. */
export interface Effects {
  readonly guards: readonly Tla[];
  /** Conjuncts that define some primed variables themselves (operators of specs/lib), with the variables they define. */
  readonly actions: readonly { readonly action: Tla; readonly changes: readonly string[] }[];
  /** Stores by variable: with `key: null` the variable as a whole; a later store to the same key wins. */
  readonly stores: readonly { readonly variable: string; readonly key: Tla | null; readonly value: Tla }[];
}

export const NO_EFFECTS: Effects = { guards: [], actions: [], stores: [] };

/** A named group of variables that mostly stay as they are together. */
export interface VariableGroup {
  readonly name: string;
  readonly variables: readonly string[];
  /** Smaller groups that it falls into; none where it is small itself. A group of one variable has its name. */
  readonly parts: readonly VariableGroup[];
}

/** Variables that `effects` define. */
export function changedBy(effects: Effects): ReadonlySet<string> {
  return new Set([...effects.actions.flatMap((action) => action.changes), ...effects.stores.map((store) => store.variable)]);
}

/** The conjunction of all of `effects`, without UNCHANGED. */
export function conjunction(effects: Effects): readonly Tla[] {
  return [...effects.guards, ...effects.actions.map(({ action }) => action), ...storesOf(effects)];
}

function storesOf(effects: Effects): readonly Tla[] {
  const byVariable = new Map<string, Map<string, { key: Tla | null; value: Tla }>>();
  for (const { variable, key, value } of effects.stores) {
    const keys = byVariable.get(variable) ?? new Map<string, { key: Tla | null; value: Tla }>();
    keys.set(JSON.stringify(key), { key, value });
    byVariable.set(variable, keys);
  }
  return [...byVariable].map(([variable, keys]) => equals(prime(variable), newValue(variable, [...keys.values()])));
}

function newValue(variable: string, stores: readonly { key: Tla | null; value: Tla }[]): Tla {
  const whole = stores.find((store) => store.key === null);
  if (whole !== undefined) return whole.value;
  const updates = stores.flatMap(({ key, value }) => (key === null ? [] : [{ key, value }]));
  return { kind: "except", function: name(variable), updates };
}

/** `UNCHANGED` for all of `groups` but `changed`, with the name of a group where all of it stays. */
export function unchangedExcept(groups: readonly VariableGroup[], changed: ReadonlySet<string>): Tla {
  return unchanged(groups.flatMap((group) => sameIn(group, changed)));
}

function sameIn({ name: group, variables, parts }: VariableGroup, changed: ReadonlySet<string>): readonly string[] {
  const same = variables.filter((variable) => !changed.has(variable));
  if (same.length === variables.length && same.length > 1) return [group];
  return parts.length > 0 ? parts.flatMap((part) => sameIn(part, changed)) : same;
}

/** Several outcomes as one action: what is common to all is said once. */
export function conjoin(groups: readonly VariableGroup[], effects: Effects): Tla {
  return and(...conjunction(effects), unchangedExcept(groups, changedBy(effects)));
}
