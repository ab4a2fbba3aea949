// What is known of a value: an interval for the integers that it may be, and what else it may be.
// `entry`: some object, the rank-th that a walk over a list has come to; the walk ends when all objects that can be on the list were met.

import type { Value } from "../../ir/expression.js";
import { exactly, hull, type Interval, meet, without } from "./interval.js";

export type Others =
  | { readonly kind: "none" }
  | { readonly kind: "exactly"; readonly value: Value }
  | { readonly kind: "entry"; readonly rank: number }
  | { readonly kind: "any" };

export interface Known {
  readonly integers: Interval | null;
  readonly others: Others;
}

const NONE: Others = { kind: "none" };

/** Anything but an integer. */
export const NO_INTEGER: Known = { integers: null, others: { kind: "any" } };

export function knownInteger(integers: Interval | null): Known {
  return { integers, others: NONE };
}

export function knownValue(value: Value): Known {
  return value.kind === "int" ? knownInteger(exactly(value.value)) : { integers: null, others: { kind: "exactly", value } };
}

export function knownTruth(value: boolean): Known {
  return knownValue({ kind: "bool", value });
}

export const KNOWN_NULL: Known = knownValue({ kind: "null" });

export function knownEntry(rank: number): Known {
  return { integers: null, others: { kind: "entry", rank } };
}

/** No value at all: what should have it cannot happen. */
export function isImpossible(known: Known): boolean {
  return known.integers === null && known.others.kind === "none";
}

export function isExactly(known: Known, value: Value): boolean {
  return known.integers === null && known.others.kind === "exactly" && same(known.others.value, value);
}

export function sameKnown(a: Known, b: Known): boolean {
  return a === b || (sameInterval(a.integers, b.integers) && sameOthers(a.others, b.others));
}

function sameInterval(a: Interval | null, b: Interval | null): boolean {
  return a === b || (a !== null && b !== null && a.low === b.low && a.high === b.high);
}

function sameOthers(a: Others, b: Others): boolean {
  if (a.kind === "exactly") return b.kind === "exactly" && same(a.value, b.value);
  if (a.kind === "entry") return b.kind === "entry" && a.rank === b.rank;
  return a.kind === b.kind;
}

/** Either of both. */
export function either(a: Known, b: Known): Known {
  return { integers: hull(a.integers, b.integers), others: eitherOthers(a.others, b.others) };
}

function eitherOthers(a: Others, b: Others): Others {
  if (a.kind === "none") return b;
  if (b.kind === "none" || sameOthers(a, b)) return a;
  return { kind: "any" };
}

/** Both at once. */
export function both(a: Known, b: Known): Known {
  return { integers: meet(a.integers, b.integers), others: bothOthers(a.others, b.others) };
}

function bothOthers(a: Others, b: Others): Others {
  if (a.kind === "any") return b;
  if (b.kind === "any") return a;
  if (a.kind === "none" || b.kind === "none") return NONE;
  if (a.kind === "entry") return b.kind === "entry" || b.value.kind === "object" ? a : NONE;
  if (b.kind === "entry") return a.value.kind === "object" ? b : NONE;
  return same(a.value, b.value) ? a : NONE;
}

/** `a`, given that it differs from `b`: tells something only where `b` is one value. */
export function unlike(a: Known, b: Known): Known {
  const { integers, others } = b;
  if (integers !== null)
    return integers.low === integers.high && others.kind === "none" ? { ...a, integers: without(a.integers, integers.low) } : a;
  return others.kind === "exactly" && a.others.kind === "exactly" && same(a.others.value, others.value) ? { ...a, others: NONE } : a;
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
