/**
 * TLA+ values as TLC prints them, as plain readonly data.
 *
 * The kinds follow the printed text, not the specification: TLC prints a function on 1..n as a
 * tuple and a function on identifier-like strings as a record, so the type of a variable has to
 * come from whoever wrote the specification.
 */

/** One TLA+ value. */
export type TlaValue =
  | TlaInteger
  | TlaBoolean
  | TlaString
  | TlaModelValue
  | TlaTuple
  | TlaRecord
  | TlaFunction
  | TlaSet
  | TlaInterval
  | TlaUnset;

/** An integer; TLC's integers have 32 bits. */
export interface TlaInteger {
  readonly kind: "int";
  readonly value: number;
}

export interface TlaBoolean {
  readonly kind: "bool";
  readonly value: boolean;
}

/** A string, with TLC's escapes undone. */
export interface TlaString {
  readonly kind: "string";
  readonly value: string;
}

/** A bare word: a model value of the configuration. */
export interface TlaModelValue {
  readonly kind: "model-value";
  readonly name: string;
}

/** A tuple, a sequence, or a function whose domain is 1..n; also every empty function. */
export interface TlaTuple {
  readonly kind: "tuple";
  readonly elements: readonly TlaValue[];
}

/** A record, or a function on strings that are identifiers; fields in the order printed. */
export interface TlaRecord {
  readonly kind: "record";
  readonly fields: readonly TlaField[];
}

export interface TlaField {
  readonly name: string;
  readonly value: TlaValue;
}

/** Any other function, entry by entry in the order printed. */
export interface TlaFunction {
  readonly kind: "function";
  readonly entries: readonly TlaEntry[];
}

export interface TlaEntry {
  readonly key: TlaValue;
  readonly value: TlaValue;
}

/** A set with its elements listed; TLC prints them sorted. */
export interface TlaSet {
  readonly kind: "set";
  readonly elements: readonly TlaValue[];
}

/** A set of consecutive integers, printed `low..high` and not expanded. */
export interface TlaInterval {
  readonly kind: "interval";
  readonly low: number;
  readonly high: number;
}

/** `null`: a variable that the next-state action left without a value. */
export interface TlaUnset {
  readonly kind: "unset";
}
