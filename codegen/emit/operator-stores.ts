// What operators of specs/lib that set variables store, for steps that go on: at their second place more is stored on top of it.

import type { Tla } from "../tla/ast.js";
import { apply, call, ifThenElse, infix, name, number, set } from "../tla/build.js";
import { NULL } from "./expressions.js";
import { read, updated } from "./values.js";

export interface Stores {
  /** What must be so before. */
  readonly guards: readonly { readonly what: Tla; readonly value: Tla }[];
  readonly stores: readonly { readonly variable: string; readonly key: Tla | null; readonly value: Tla }[];
}

const FREE: Tla = name("Free");

/** Operators of specs/lib that set variables -> what they store, so that more can be stored on top of it. `now`: values of variables. */
export const STORES: Readonly<Record<string, (args: readonly Tla[], now: (variable: string) => Tla) => Stores>> = {
  Acquire: ([self = NULL, lock = NULL]) => ({
    guards: [{ what: apply(name("owner"), lock), value: FREE }],
    stores: [{ variable: "owner", key: lock, value: self }],
  }),
  AcquireWrite: ([self = NULL, lock = NULL]) => ({
    guards: [
      { what: call("ReadersOf", lock), value: set() },
      { what: apply(name("owner"), lock), value: FREE },
    ],
    stores: [{ variable: "owner", key: lock, value: self }],
  }),
  AcquireRead: ([self = NULL, lock = NULL], now) => ({
    guards: [{ what: apply(name("owner"), lock), value: FREE }],
    stores: [counted("readers", now, self, lock, "+")],
  }),
  Annotate: ([self = NULL, lock = NULL], now) => ({ guards: [], stores: [counted("annotated", now, self, lock, "+")] }),
  ReleaseRead: ([self = NULL, lock = NULL], now) => ({ guards: [], stores: [counted("readers", now, self, lock, "-")] }),
  TakeBack: ([self = NULL, lock = NULL], now) => ({ guards: [], stores: [takenBack(now("annotated"), self, lock)] }),
  BeginWrite: ([self = NULL, seqcount = NULL]) => ({
    guards: [],
    stores: [
      { variable: "owner", key: seqcount, value: self },
      { variable: "undisturbed", key: seqcount, value: set() },
    ],
  }),
  Downgrade: ([self = NULL, lock = NULL], now) => ({
    guards: [],
    stores: [{ variable: "owner", key: lock, value: FREE }, counted("readers", now, self, lock, "+")],
  }),
  InitialiseReaders: ([lock = NULL], now) => {
    const contexts: Tla = { kind: "prefix", operator: "DOMAIN", operand: apply(now("readers"), lock) };
    return {
      guards: [],
      stores: [
        { variable: "owner", key: lock, value: FREE },
        { variable: "readers", key: lock, value: { kind: "function", variable: "context", set: contexts, body: number(0) } },
      ],
    };
  },
  Release: ([lock = NULL]) => ({ guards: [], stores: [{ variable: "owner", key: lock, value: FREE }] }),
  AddFront: ([list = NULL, object = NULL, node = NULL], now) =>
    listed(now("lists"), list, node, {
      kind: "infix",
      operator: "\\o",
      left: { kind: "tuple", items: [object] },
      right: entries(now, list),
    }),
  AddBack: ([list = NULL, object = NULL, node = NULL], now) => listed(now("lists"), list, node, call("Append", entries(now, list), object)),
  InsertBefore: ([object = NULL, node = NULL, other = NULL, otherNode = NULL], now) => beside(now, object, node, other, otherNode, 0),
  InsertAfter: ([object = NULL, node = NULL, other = NULL, otherNode = NULL], now) => beside(now, object, node, other, otherNode, 1),
  Remove: ([object = NULL, node = NULL, left = NULL], now) => ({
    guards: [],
    stores: [
      { variable: "lists", key: null, value: call("Unlinked", now("lists"), now("linked"), object, node) },
      { variable: "linked", key: node, value: left },
    ],
  }),
  MoveFront: ([list = NULL, object = NULL, node = NULL], now) => {
    const rest = call("Unlinked", now("lists"), now("linked"), object, node);
    return listed(rest, list, node, { kind: "infix", operator: "\\o", left: { kind: "tuple", items: [object] }, right: apply(rest, list) });
  },
  MoveBack: ([list = NULL, object = NULL, node = NULL], now) => {
    const rest = call("Unlinked", now("lists"), now("linked"), object, node);
    return listed(rest, list, node, call("Append", apply(rest, list), object));
  },
  SpliceFront: ([from = NULL, to = NULL], now) => spliced("SplicedFront", from, to, now),
  SpliceBack: ([from = NULL, to = NULL], now) => spliced("SplicedBack", from, to, now),
};

/** One more or one less of `self`; one more and one less is none. */
function counted(variable: string, now: (variable: string) => Tla, self: Tla, lock: Tla, sign: "+" | "-"): Stores["stores"][number] {
  const ofLock = read(now(variable), lock);
  const old = read(ofLock, self);
  return { variable, key: lock, value: updated(ofLock, self, sign === "-" && isOneMore(old) ? old.left : infix(old, sign, number(1))) };
}

/** One less, if there is any; what was told just before is told no more. */
function takenBack(annotated: Tla, self: Tla, lock: Tla): Stores["stores"][number] {
  const ofLock = read(annotated, lock);
  const old = read(ofLock, self);
  const less = isOneMore(old) ? old.left : ifThenElse(infix(old, ">", number(0)), infix(old, "-", number(1)), number(0));
  return { variable: "annotated", key: lock, value: updated(ofLock, self, less) };
}

function isOneMore(value: Tla): value is Extract<Tla, { kind: "infix" }> {
  return value.kind === "infix" && value.operator === "+" && value.right.kind === "number" && value.right.value === 1;
}

function beside(now: (variable: string) => Tla, object: Tla, node: Tla, other: Tla, otherNode: Tla, gap: number): Stores {
  const list = read(now("linked"), otherNode);
  return listed(now("lists"), list, node, call("Beside", entries(now, list), other, object, number(gap)));
}

function entries(now: (variable: string) => Tla, list: Tla): Tla {
  return read(now("lists"), list);
}

function listed(lists: Tla, list: Tla, node: Tla, value: Tla): Stores {
  return {
    guards: [],
    stores: [
      { variable: "lists", key: null, value: lists },
      { variable: "lists", key: list, value },
      { variable: "linked", key: node, value: list },
    ],
  };
}

function spliced(operator: string, from: Tla, to: Tla, now: (variable: string) => Tla): Stores {
  return {
    guards: [],
    stores: [
      { variable: "lists", key: null, value: call(operator, now("lists"), from, to) },
      { variable: "linked", key: null, value: call("Relinked", now("linked"), from, to) },
    ],
  };
}
