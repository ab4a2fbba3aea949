// RCU grace periods: waiting until all read sections that are there now have ended.
//
// Read sections are those of `rcu_read_lock`, and, as since Linux 5.0, stretches with preemption, bottom halves or interrupts disabled,
// and interrupt handlers.

import type { Kernel } from "./brand.js";
import type { srcu_struct } from "./lockdep.js";

/** Waits until every read section that there is when it is called has ended. May sleep. */
export declare function synchronize_rcu(): void;
/** As {@link synchronize_rcu}: how long it takes is no matter of a model. */
export declare function synchronize_rcu_expedited(): void;

/** As {@link synchronize_rcu}, for the read sections of `srcu`, which may sleep. There is one srcu_struct of its declaration. */
export declare function synchronize_srcu(srcu: srcu_struct): void;
/** As {@link synchronize_srcu}. */
export declare function synchronize_srcu_expedited(srcu: srcu_struct): void;
/** As {@link call_rcu}, after the read sections of `srcu`. */
export declare function call_srcu<T extends object>(srcu: srcu_struct, head: rcu_head, callback: (owner: T) => void): void;

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

/** Reads a pointer that is published with {@link rcu_assign_pointer}; outside of `rcu_read_lock` that is a violation (`rcu-usage`). */
export declare function rcu_dereference<T>(pointer: T): T;
/** As {@link rcu_dereference}, where bottom halves or interrupts have to be disabled. */
export declare function rcu_dereference_bh<T>(pointer: T): T;
/** As {@link rcu_dereference}, where preemption has to be impossible. */
export declare function rcu_dereference_sched<T>(pointer: T): T;
/** As {@link rcu_dereference}, or where `condition` holds: `lockdep_is_held(lock)` of the lock that writers take. */
export declare function rcu_dereference_check<T>(pointer: T, condition: boolean): T;
/** For writers: `condition` must hold (`rcu-usage`), `lockdep_is_held(lock)` as a rule. */
export declare function rcu_dereference_protected<T>(pointer: T, condition: boolean): T;
/** Reads the pointer wherever that is. */
export declare function rcu_dereference_raw<T>(pointer: T): T;
/** Reads the pointer for its own sake, to compare it: it is not followed. */
export declare function rcu_access_pointer<T>(pointer: T): T;
/** Publishes an object: `rcu_assign_pointer(ring.io_ev_fd, next)` stores `next`. */
export declare function rcu_assign_pointer<T extends object>(pointer: T | null, next: T | null): void;
