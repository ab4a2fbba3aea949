// What a run tells besides its verdict: reached places, lockdep's usage bits, the wait types in force.

import type { Tla, TlaUnit } from "../tla/ast.js";
import { and, apply, call, equals, FALSE, forAll, infix, name, or, set, string, strings, tuple } from "../tla/build.js";
import { SELF } from "./expressions.js";
import type { Scope } from "./scope.js";

/** `Observed` is never false: it says, once for each place, that the place was reached and what lockdep marks there. */
export function surveyUnits(scope: Scope): readonly TlaUnit[] {
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
  const marks = infix(
    matching("Acquisitions", call("MarkedByAcquiring", name("place"), name("overSoftirq"))),
    "\\cup",
    matching("Enables", call("MarkedByEnabling", name("place"))),
  );
  const seen = tuple(apply(name("pc"), SELF), over);
  const register = name("ReachedRegister");
  const lockClass = apply(name("Class"), name("id"));
  const waitTypes = tuple({ kind: "member", record: lockClass, field: "name" }, call("Outer", lockClass), call("Inner", lockClass));
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
      name: "Observed",
      parameters: [],
      body: forAll(
        "self",
        name("Context"),
        or(
          infix(seen, "\\in", call("TLCGet", register)),
          and(
            call("TLCSet", register, infix(call("TLCGet", register), "\\cup", set(seen))),
            call("PrintT", tuple(string("reached"), apply(name("pc"), SELF), over, call("Marks", apply(name("pc"), SELF), over))),
          ),
        ),
      ),
    },
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
