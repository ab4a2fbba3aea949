// Memory that comes and goes: allocation, free, reference counts. Using an object that is not allocated is a fault (`use-after-free`).
//
//   class Request { refs = kref(); }
//   const requests = kmem_cache(Request, 2);
//   const req = kmalloc(requests, GFP_KERNEL);   // Request | null
//   if (req !== null) kfree(req);
//
// Objects of a `pool` and consts made with `new` are allocated from the start, and may be freed, too.

import type { Kernel } from "./brand.js";
import type { Pool } from "./data.js";

/** Memory for `size` objects of class `T`, none of which is allocated at first. As a pool it is for properties. */
export declare function kmem_cache<T extends object>(type: new () => T, size: number): kmem_cache<T>;
export interface kmem_cache<T extends object> extends Pool<T> {
  readonly allocates: Kernel<"kmem_cache">;
}

/** How an allocation may go about finding memory. */
export interface gfp_t extends Kernel<"gfp_t"> {}
/** May sleep (it implies {@link might_sleep}), may fail. */
export declare const GFP_KERNEL: gfp_t;
/** As {@link GFP_KERNEL}, for user space. */
export declare const GFP_USER: gfp_t;
/** May sleep, but does not enter the file system: for code that holds its locks. */
export declare const GFP_NOFS: gfp_t;
/** May sleep, but starts no input or output. */
export declare const GFP_NOIO: gfp_t;
/** Never sleeps, may fail. */
export declare const GFP_ATOMIC: gfp_t;
/** Never sleeps, may fail. */
export declare const GFP_NOWAIT: gfp_t;
/** Third argument of {@link kmalloc}: the allocation does not fail, but waits until there is memory. In C it is or'ed to the flags. */
export declare const __GFP_NOFAIL: unique symbol;

/**
 * An object that nobody has, any of those that are free, with the first values of its fields; NULL when the allocation fails, which it may at
 * any time. In a model the memory of `kmalloc` is as clean as that of {@link kzalloc}.
 */
export declare function kmalloc<T extends object>(cache: kmem_cache<T>, flags: gfp_t): T | null;
export declare function kmalloc<T extends object>(cache: kmem_cache<T>, flags: gfp_t, more: typeof __GFP_NOFAIL): T;
/** As {@link kmalloc}. */
export declare function kzalloc<T extends object>(cache: kmem_cache<T>, flags: gfp_t): T | null;
export declare function kzalloc<T extends object>(cache: kmem_cache<T>, flags: gfp_t, more: typeof __GFP_NOFAIL): T;

/**
 * Gives the object back; nothing for NULL. Freeing twice is a fault (`double-free`), and so is freeing an object with something in it that is still
 * in use (`free-active`): a lock that is held, a timer that is queued, a node that is on a list, a wait queue with waiters.
 */
export declare function kfree<T extends object>(object: T | null): void;

/** True while the object is allocated; always, when none of its class is ever freed. The kernel has no such call: for properties, as in "nothing leaks". */
export declare function is_allocated<T extends object>(object: T): boolean;

/**
 * A `refcount_t` with values up to `max`, at first `initial` (default 1). What makes the kernel's warn and saturate is a fault (`refcount`): adding
 * to 0, subtracting from 0, passing `max`. Every operation is one step.
 */
export declare function refcount_t(max: number, initial?: number): refcount_t;
export interface refcount_t extends Kernel<"refcount_t"> {}

/** Stores `value`. */
export declare function refcount_set(r: refcount_t, value: number): void;
/** The value of `r`. */
export declare function refcount_read(r: refcount_t): number;
/** Adds one; a fault when the value is 0: then the object may be gone already. */
export declare function refcount_inc(r: refcount_t): void;
/** Adds one unless the value is 0; true when it added. */
export declare function refcount_inc_not_zero(r: refcount_t): boolean;
/** Subtracts one; a fault when the result is 0: nobody would free the object. */
export declare function refcount_dec(r: refcount_t): void;
/** Subtracts one; true when the result is 0. */
export declare function refcount_dec_and_test(r: refcount_t): boolean;
/** Subtracts one unless the value is 1; true when it subtracted. */
export declare function refcount_dec_not_one(r: refcount_t): boolean;

/** A `struct kref` inside an object, with values up to `max`, at first 1 as after `kref_init`. */
export declare function kref(max: number): kref;
export interface kref extends Kernel<"kref"> {}

/** Sets the count to 1. */
export declare function kref_init(ref: kref): void;
/** The count. */
export declare function kref_read(ref: kref): number;
/** Adds one; a fault (`refcount`) when the count is 0. */
export declare function kref_get(ref: kref): void;
/** Adds one unless the count is 0; true when it added. */
export declare function kref_get_unless_zero(ref: kref): boolean;
/** Subtracts one, and calls `release` with the object that has the kref when the count has become 0. */
export declare function kref_put<T extends object>(ref: kref, release: (object: T) => void): void;
