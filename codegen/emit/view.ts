// What TLC takes for the same state: of interchangeable contexts it matters how many are in each situation, not which.
//
// `View` determines a state up to an exchange of such contexts: everything that speaks of one of them is in its `Situation`, and nothing
// relates two of them. So this VIEW leaves nothing out; it is symmetry at the price of a sort, without going through permutations.

import type { Tla, TlaUnit } from "../tla/ast.js";
import { apply, call, definition, equals, ifThenElse, infix, name, string, strings, tuple } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import { SELF } from "./expressions.js";
import type { Scope } from "./scope.js";

const CROWD = name("Crowd");
const LOCK = name("lock");

/** Groups of variables of which it is known where contexts stand in them; with any other there is no view. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "pc",
  "owner",
  "readers",
  "permits",
  "cpu_state",
  "list_state",
  "queued",
  "wait_state",
  "alive",
  "shared",
  "locals",
]);

/** Definitions of the view, and its name for the configuration; null when no two contexts are alike. */
export function viewUnits(
  scope: Scope,
  groups: readonly VariableGroup[],
): { readonly units: readonly TlaUnit[]; readonly view: string | null } {
  if (scope.crowds.length === 0 || !groups.every(({ name: group }) => UNDERSTOOD.has(group))) return { units: [], view: null };
  const units: readonly TlaUnit[] = [
    definition("Crowd", strings(scope.crowds.flat()), ["Contexts that can change places."]),
    {
      kind: "definition",
      comment: ["Everything that the state says of one of them."],
      name: "Situation",
      parameters: ["self"],
      body: tuple(...situation(scope)),
    },
    {
      kind: "definition",
      comment: ["How many of some contexts are in each situation."],
      name: "HowMany",
      parameters: ["contexts"],
      body: howMany(),
    },
    definition("View", tuple(...scope.crowds.map((crowd) => call("HowMany", strings(crowd))), ...rest(scope, groups)), [
      "What tells states apart. Nothing is left out but which of the contexts of a crowd is which.",
    ]),
  ];
  return { units, view: "View" };
}

function situation(scope: Scope): readonly Tla[] {
  const crowd = new Set(scope.crowds.flat());
  const locals = [...scope.locals.values()].filter(({ contexts }) => contexts.some((context) => crowd.has(context)));
  const owned: Tla = {
    kind: "filter",
    variable: "lock",
    set: { kind: "prefix", operator: "DOMAIN", operand: name("owner") },
    predicate: equals(apply(name("owner"), LOCK), SELF),
  };
  const reads: Tla = {
    kind: "function",
    variable: "lock",
    set: { kind: "prefix", operator: "DOMAIN", operand: name("readers") },
    body: call("ReadsOf", SELF, LOCK),
  };
  return [
    apply(name("pc"), SELF),
    owned,
    ...(scope.uses.readers ? [reads] : []),
    ...locals.map(({ name: local, contexts }) => {
      const value = contexts.length === 1 ? name(local) : apply(name(local), SELF);
      const everybodys = [...crowd].every((context) => contexts.includes(context));
      return everybodys ? value : ifThenElse(infix(SELF, "\\in", strings(contexts)), value, string("-"));
    }),
  ];
}

/** A set of pairs: a situation, and the number of contexts in it. */
function howMany(): Tla {
  const at = (context: string): Tla => apply(name("situation"), name(context));
  const alike: Tla = { kind: "filter", variable: "other", set: name("contexts"), predicate: equals(at("other"), at("self")) };
  const situations: Tla = { kind: "function", variable: "self", set: name("contexts"), body: call("Situation", SELF) };
  const pairs: Tla = { kind: "map", body: tuple(at("self"), call("Cardinality", alike)), variable: "self", set: name("contexts") };
  return { kind: "let", definitions: [{ name: "situation", body: call("TLCEval", situations) }], body: pairs };
}

/** The state without the crowd. */
function rest(scope: Scope, groups: readonly VariableGroup[]): readonly Tla[] {
  const others = infix(name("Context"), "\\", CROWD);
  const without = (variable: string, contexts: Tla): Tla => ({
    kind: "function",
    variable: "self",
    set: contexts,
    body: apply(name(variable), SELF),
  });
  const crowd = new Set(scope.crowds.flat());
  const owner = apply(name("owner"), LOCK);
  const owners: Tla = {
    kind: "function",
    variable: "lock",
    set: { kind: "prefix", operator: "DOMAIN", operand: name("owner") },
    body: ifThenElse(infix(owner, "\\in", CROWD), string("one of the crowd"), owner),
  };
  const readers: Tla = {
    kind: "function",
    variable: "lock",
    set: { kind: "prefix", operator: "DOMAIN", operand: name("readers") },
    body: { kind: "function", variable: "self", set: others, body: call("ReadsOf", SELF, LOCK) },
  };
  const locals = [...scope.locals.values()].flatMap(({ name: local, contexts }): readonly Tla[] => {
    const outside = contexts.filter((context) => !crowd.has(context));
    if (outside.length === contexts.length) return [name(local)];
    return outside.length === 0 ? [] : [without(local, strings(outside))];
  });
  const special = new Set(["pc", "owner", "readers", ...[...scope.locals.values()].map((variable) => variable.name)]);
  const same = groups.flatMap(({ variables }) => variables).filter((variable) => !special.has(variable));
  return [without("pc", others), owners, ...(scope.uses.readers ? [readers] : []), ...same.map(name), ...locals];
}
