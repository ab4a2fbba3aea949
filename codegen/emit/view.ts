// What TLC takes for the same state: of interchangeable contexts and objects it matters how many are in each situation, not which.
//
// `View` determines a state up to an exchange of such contexts, and of such objects with their contexts: everything that speaks of one of them
// is in its situation, and nothing relates two of them. So this VIEW leaves nothing out; it is symmetry at the price of a sort, without going
// through permutations.

import type { Tla, TlaUnit } from "../tla/ast.js";
import { apply, call, definition, equals, ifThenElse, infix, name, string, strings, tuple } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import { SELF } from "./expressions.js";
import type { Scope } from "./scope.js";
import { domain, locksOf } from "./view-locks.js";
import { objectUnits } from "./view-objects.js";
import { rest } from "./view-rest.js";

/** Groups of variables of which it is known where contexts and objects stand in them; with any other there is no view. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "pc",
  "owner",
  "readers",
  "permits",
  "cpu_state",
  "list_state",
  "queued",
  // Nobody waits for an end, and no line has a context of the crowd or of an object: so it is where there are any.
  "work_state",
  "wait_state",
  "alive",
  "shared",
  "locals",
]);

/** Definitions of the view, and its name for the configuration; null when there is nothing that can be exchanged. */
export function viewUnits(
  scope: Scope,
  groups: readonly VariableGroup[],
): { readonly units: readonly TlaUnit[]; readonly view: string | null } {
  const { crowds, alike } = scope;
  const nothing = crowds.length === 0 && alike.length === 0;
  if (nothing || !groups.every(({ name: group }) => UNDERSTOOD.has(group))) return { units: [], view: null };
  const objects = alike.map((pool) => objectUnits(scope, pool));
  const units: readonly TlaUnit[] = [
    definition("NamelessContexts", strings([...crowds.flat(), ...alike.flatMap(({ contexts }) => contexts.flat())]), [
      "Contexts that can change places, or that belong to objects that can.",
    ]),
    ...(alike.length === 0
      ? []
      : [definition("NamelessObjects", strings(alike.flatMap((pool) => pool.objects)), ["Objects that can change places."])]),
    {
      kind: "definition",
      comment: [],
      name: "Blind",
      parameters: ["value", "nameless"],
      body: ifThenElse(infix(name("value"), "\\in", name("nameless")), string("one of them"), name("value")),
    },
    ...(crowds.length === 0 ? [] : [crowdSituation(scope)]),
    ...objects.map(({ unit }) => unit),
    {
      kind: "definition",
      comment: ["The situations that there are; where some are alike, how many are in each."],
      name: "HowMany",
      parameters: ["situations"],
      body: howMany(),
    },
    definition(
      "View",
      tuple(
        ...crowds.map((crowd) => call("HowMany", situationsOf(strings(crowd), "Situation"))),
        ...objects.map(({ unit, pool }) => call("HowMany", situationsOf(strings(pool.objects), unit.name))),
        ...rest(scope, groups),
      ),
      ["What tells states apart. Nothing is left out but which of those that can change places is which."],
    ),
  ];
  return { units, view: "View" };
}

function situationsOf(those: Tla, situation: string): Tla {
  return { kind: "function", variable: "one", set: those, body: call(situation, name("one")) };
}

function crowdSituation(scope: Scope): TlaUnit {
  const crowd = new Set(scope.crowds.flat());
  const locals = [...scope.locals.values()].filter(({ contexts }) => contexts.some((context) => crowd.has(context)));
  return {
    kind: "definition",
    comment: ["Everything that the state says of one of the contexts."],
    name: "Situation",
    parameters: ["self"],
    body: tuple(
      apply(name("pc"), SELF),
      ...locksOf(scope, SELF),
      ...locals.map(({ name: local, contexts }) => {
        const value = contexts.length === 1 ? name(local) : apply(name(local), SELF);
        const everybodys = [...crowd].every((context) => contexts.includes(context));
        return everybodys ? value : ifThenElse(infix(SELF, "\\in", strings(contexts)), value, string("-"));
      }),
    ),
  };
}

/** The situations, if all are different, as they mostly are; else how many are in each. Cheaper than to count each time (ADR008). */
function howMany(): Tla {
  const at = (one: string): Tla => apply(name("situation"), name(one));
  const there: Tla = { kind: "map", body: at("one"), variable: "one", set: domain("situation") };
  const same: Tla = { kind: "filter", variable: "other", set: domain("situation"), predicate: equals(at("other"), name("one")) };
  const counts: Tla = { kind: "function", variable: "one", set: name("all"), body: call("Cardinality", same) };
  const allDifferent = equals(call("Cardinality", name("all")), call("Cardinality", domain("situation")));
  return {
    kind: "let",
    definitions: [
      { name: "situation", body: call("TLCEval", name("situations")) },
      { name: "all", body: call("TLCEval", there) },
    ],
    body: ifThenElse(allDifferent, name("all"), counts),
  };
}
