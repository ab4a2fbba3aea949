// Data a model shares between its contexts. Every type is finite: TLC explores all values.
// A field or a top-level `let` whose initialiser is one of these calls is shared state.

import type { Kernel } from "./brand.js";

/**
 * An integer from `min` to `max` (both included), at first `initial` (default: `min`, or 0 where the range has it).
 * Storing a value outside the range is a fault of the step that stores it (`out-of-range`), never a silent wrap.
 */
export declare function int(min: number, max: number, initial?: number): number;

/** An unsigned integer modulo `modulus`, as `u32` is modulo 2^32: storing wraps. Differences are to be taken with {@link wrap}. */
export declare function wrapping(modulus: number, initial?: number): number;

/** `value` modulo `modulus`, in 0..modulus-1: unsigned arithmetic on values of {@link wrapping}. */
export declare function wrap(value: number, modulus: number): number;

/** A boolean, at first `initial` (default `false`). */
export declare function bool(initial?: boolean): boolean;

/** One of the strings given, at first the first of them: a C enum. */
export declare function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values): Values[number];

/** A pointer to an object of class `T`, or NULL. At first `initial` (default NULL). */
export declare function ref<T extends object>(initial?: T | null): T | null;

/** An `atomic_t` with values `min`..`max`. Its operations are single steps. */
export declare function atomic_t(min: number, max: number, initial?: number): atomic_t;
export interface atomic_t extends Kernel<"atomic_t"> {}

/** The value of `v`. */
export declare function atomic_read(v: atomic_t): number;
/** Stores `value`. */
export declare function atomic_set(v: atomic_t, value: number): void;
/** Adds one. */
export declare function atomic_inc(v: atomic_t): void;
/** Subtracts one. */
export declare function atomic_dec(v: atomic_t): void;
/** Subtracts one; true when the result is 0. */
export declare function atomic_dec_and_test(v: atomic_t): boolean;
/** Adds one and gives the new value. */
export declare function atomic_inc_return(v: atomic_t): number;
/** Adds one unless the value is 0; true when it added. `refcount_inc_not_zero` of the kernel. */
export declare function atomic_inc_not_zero(v: atomic_t): boolean;
/** Stores `next` and gives the value before. */
export declare function atomic_xchg(v: atomic_t, next: number): number;
/** Stores `next` if the value is `expected`; gives the value before. */
export declare function atomic_cmpxchg(v: atomic_t, expected: number, next: number): number;

/** Reads `value` once. Every read of shared data is one read in a model, so this is for the reader's eye. */
export declare function READ_ONCE<T>(value: T): T;

/** The objects of a {@link pool}; `every`, `some` and `count` are for properties. */
export interface Pool<T extends object> extends Iterable<T> {
  readonly [index: number]: T;
  /** How many objects the pool has. */
  readonly length: number;
  /** True when `predicate` holds for all objects. Only in properties. */
  every(predicate: (object: T) => boolean): boolean;
  /** True when `predicate` holds for at least one object. Only in properties. */
  some(predicate: (object: T) => boolean): boolean;
  /** For how many objects `predicate` holds. Only in properties. */
  count(predicate: (object: T) => boolean): number;
}

/** All objects of class `T` that the model has, in order of declaration. Only in properties: a library states what holds for all requests. */
export declare function objects<T extends object>(type: new (...args: never[]) => T): Pool<T>;

/**
 * `size` objects of class `T` that exist from the start, each made with `args`: `const timeouts = pool(Timeout, 2)`. `size` is known at compile
 * time.
 */
export declare function pool<T extends object, Args extends readonly unknown[]>(
  type: new (...args: Args) => T,
  size: number,
  ...args: Args
): Pool<T>;
