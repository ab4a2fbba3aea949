// What a context holds, for the view.

import type { Tla } from "../tla/ast.js";
import { apply, call, equals, name } from "../tla/build.js";
import type { Scope } from "./scope.js";

/** The locks that a context owns, and how often it reads each. */
export function locksOf(scope: Scope, context: Tla): readonly Tla[] {
  const lock = name("lock");
  const owned: Tla = {
    kind: "filter",
    variable: "lock",
    set: domain("owner"),
    predicate: equals(apply(name("owner"), lock), context),
  };
  const reads: Tla = { kind: "function", variable: "lock", set: domain("readers"), body: call("ReadsOf", context, lock) };
  return [owned, ...(scope.uses.readers ? [reads] : [])];
}

export function domain(variable: string): Tla {
  return { kind: "prefix", operator: "DOMAIN", operand: name(variable) };
}
