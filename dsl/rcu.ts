// RCU grace periods: waiting until all read sections that are there now have ended.
//
// Read sections are those of `rcu_read_lock`, and, as since Linux 5.0, stretches with preemption, bottom halves or interrupts disabled,
// and interrupt handlers.

import type { Kernel } from "./brand.js";

/** Waits until every read section that there is when it is called has ended. May sleep. */
export declare function synchronize_rcu(): void;
/** As {@link synchronize_rcu}: how long it takes is no matter of a model. */
export declare function synchronize_rcu_expedited(): void;

/** A `struct rcu_head` inside an object, for {@link call_rcu} and {@link kfree_rcu}. */
export declare function rcu_head(): rcu_head;
export interface rcu_head extends Kernel<"rcu_head"> {}

/**
 * Calls `callback` with the object that has the head (`container_of`), in softirq context, after every read section that there is now has
 * ended. Calling it again before the callback has begun is a fault (`list-corruption`).
 */
export declare function call_rcu<T extends object>(head: rcu_head, callback: (owner: T) => void): void;
/** Frees the object after every read section that there is now has ended; `head` is a head in it. */
export declare function kfree_rcu<T extends object>(object: T, head: rcu_head): void;
/** Waits until the callbacks of all calls of {@link call_rcu} and {@link kfree_rcu} so far have run. May sleep. */
export declare function rcu_barrier(): void;

/** Reads a pointer that is published with {@link rcu_assign_pointer}. */
export declare function rcu_dereference<T>(pointer: T): T;
/** Publishes an object: `rcu_assign_pointer(ring.io_ev_fd, next)` stores `next`. */
export declare function rcu_assign_pointer<T extends object>(pointer: T | null, next: T | null): void;
