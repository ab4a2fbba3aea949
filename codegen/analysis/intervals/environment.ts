// What is known of all locals of a context at one place. A local that is not there is NULL (docs/semantics.md, section 2).
// In properties also what conditions say about fields; of a field that is not there nothing is known beyond its range.

import type { Place } from "../../ir/expression.js";
import { either, isExactly, KNOWN_NULL, type Known, sameKnown } from "./known.js";

export type Environment = ReadonlyMap<string, Known>;

/** At the start of a context. */
export const NOTHING_STORED: Environment = new Map();

export function lookUp(environment: Environment, name: string): Known {
  return environment.get(name) ?? KNOWN_NULL;
}

const FIELD = "\0field ";

/** The name of a field; no id of a local begins like that. */
export function nameOfField(place: Place): string {
  return `${FIELD}${JSON.stringify(place)}`;
}

export function withKnown(environment: Environment, name: string, known: Known): Environment {
  const result = new Map(environment);
  if (isExactly(known, { kind: "null" })) result.delete(name);
  else result.set(name, known);
  return result;
}

export function forgetting(environment: Environment, names: readonly string[]): Environment {
  if (!names.some((name) => environment.has(name))) return environment;
  return new Map([...environment].filter(([name]) => !names.includes(name)));
}

/** What is known where two ways come together. */
export function joined(a: Environment, b: Environment): Environment {
  const changed: (readonly [string, Known | null])[] = [];
  for (const [name, known] of a) {
    const other = b.get(name);
    if (other === undefined && name.startsWith(FIELD)) changed.push([name, null]);
    else if (other !== known) changed.push([name, either(known, other ?? KNOWN_NULL)]);
  }
  for (const [name, known] of b) if (!a.has(name) && !name.startsWith(FIELD)) changed.push([name, either(KNOWN_NULL, known)]);
  const real = changed.filter(([name, known]) => known === null || !sameKnown(known, lookUp(a, name)));
  if (real.length === 0) return a;
  const result = new Map(a);
  for (const [name, known] of real) {
    if (known === null) result.delete(name);
    else result.set(name, known);
  }
  return result;
}

export function joinedAll(environments: readonly Environment[]): Environment | null {
  const [first, ...others] = environments;
  return first === undefined ? null : others.reduce(joined, first);
}

export function sameEnvironment(a: Environment, b: Environment): boolean {
  return a === b || (a.size === b.size && [...a].every(([name, known]) => sameKnown(known, lookUp(b, name))));
}
