// What a run tells besides its verdict: reached places, lockdep's usage bits, the wait types in force.

import type { Tla, TlaUnit } from "../tla/ast.js";
import {
  and,
  apply,
  call,
  definition,
  equals,
  FALSE,
  forAll,
  ifThenElse,
  infix,
  name,
  number,
  set,
  string,
  strings,
  TRUE,
  tuple,
} from "../tla/build.js";
import { SELF } from "./expressions.js";
import type { Scope } from "./scope.js";

const REACHED = name("ReachedRegister");
const PASSED = name("PassedRegister");

/** What says, once for each place, that the place was reached and what lockdep marks there. It stands before the code that uses it. */
export function reachUnits(scope: Scope): readonly TlaUnit[] {
  const over = scope.uses.interrupts ? call("OverSoftirq", SELF) : FALSE;
  const at = name("at");
  const matching = (tableName: string, body: Tla): Tla => ({
    kind: "prefix",
    operator: "UNION",
    operand: {
      kind: "map",
      body,
      variable: "place",
      set: {
        kind: "filter",
        variable: "p",
        set: name(tableName),
        predicate: equals({ kind: "member", record: name("p"), field: "at" }, at),
      },
    },
  });
  const acquired = matching("Acquisitions", call("MarkedByAcquiring", name("place"), name("overSoftirq")));
  const held = ["Enables", ...(scope.uses.downgrades ? ["Downgrades"] : [])];
  const marks = held.reduce<Tla>(
    (before, tableName) => infix(before, "\\cup", matching(tableName, call("MarkedWhileHeld", name("place")))),
    acquired,
  );
  const seen = tuple(at, over);
  return [
    {
      kind: "definition",
      comment: ["Lockdep's usage bits set at a place."],
      name: "Marks",
      parameters: ["at", "overSoftirq"],
      body: marks,
    },
    {
      kind: "definition",
      comment: ["Never false: tells, once for each place, that some execution comes there."],
      name: "Reached",
      parameters: ["self", "at"],
      body: ifThenElse(
        infix(seen, "\\in", call("TLCGet", REACHED)),
        TRUE,
        and(
          call("TLCSet", REACHED, infix(call("TLCGet", REACHED), "\\cup", set(seen))),
          call("PrintT", tuple(string("reached"), at, over, call("Marks", at, over))),
        ),
      ),
    },
    ...passageUnits(scope),
  ];
}

/** The same for the places that a step goes through. */
function passageUnits(scope: Scope): readonly TlaUnit[] {
  if (scope.passed.size === 0) return [];
  const way = name("way");
  const last = infix(call("Len", way), "-", number(1));
  const next = apply(way, infix(name("i"), "+", number(1)));
  const passage = scope.uses.interrupts ? tuple(name("number"), call("OverSoftirq", SELF)) : name("number");
  return [
    {
      kind: "definition",
      comment: ["Never false: tells of the places that a step goes through, once for each way from place to place."],
      name: "Passes",
      parameters: ["self", "number", "way"],
      body: ifThenElse(
        infix(passage, "\\in", call("TLCGet", PASSED)),
        TRUE,
        and(
          call("TLCSet", PASSED, infix(call("TLCGet", PASSED), "\\cup", set(passage))),
          forAll("i", infix(number(2), "..", last), call("Reached", SELF, apply(way, name("i")))),
          forAll("i", infix(number(1), "..", last), call("Tell", tuple(string("way"), apply(way, name("i")), next))),
        ),
      ),
    },
  ];
}

/** `Observed` is never false: it tells of the places that contexts are at. And what the rules take for granted, for reports. */
export function surveyUnits(): readonly TlaUnit[] {
  const lockClass = apply(name("Class"), name("id"));
  const waitTypes = tuple({ kind: "member", record: lockClass, field: "name" }, call("Outer", lockClass), call("Inner", lockClass));
  return [
    definition("Observed", forAll("self", name("Context"), call("Reached", SELF, apply(name("pc"), SELF)))),
    {
      kind: "assumption",
      body: call(
        "PrintT",
        tuple(string("wait types"), {
          kind: "map",
          body: waitTypes,
          variable: "id",
          set: { kind: "prefix", operator: "DOMAIN", operand: name("Class") },
        }),
      ),
    },
    {
      kind: "assumption",
      body: call(
        "PrintT",
        tuple(string("context values"), {
          kind: "map",
          body: tuple(name("context"), call("ContextValue", name("context"))),
          variable: "context",
          set: strings(["task", "softirq", "threadable hardirq", "hardirq"]),
        }),
      ),
    },
  ];
}
