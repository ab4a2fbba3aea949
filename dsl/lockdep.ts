// What is told to lockdep, and asked of it; RCU sections, which it knows as locks; and memory reclaim, which it knows as one, too.

import type { Kernel } from "./brand.js";
import type { irq_flags, Lock, spinlock_t } from "./locks.js";
import type { gfp_t } from "./memory.js";
import type { rw_semaphore, rwlock_t } from "./readers.js";

/** Begins an RCU read-side section. Sections nest; nobody waits for them here, but lockdep sees them. */
export declare function rcu_read_lock(): void;
/** Ends the innermost RCU read-side section. */
export declare function rcu_read_unlock(): void;
/** Disables bottom halves and begins an RCU-bh read-side section. */
export declare function rcu_read_lock_bh(): void;
/** Ends the innermost RCU-bh read-side section, then enables bottom halves. */
export declare function rcu_read_unlock_bh(): void;
/** Disables preemption and begins an RCU-sched read-side section. */
export declare function rcu_read_lock_sched(): void;
/** Ends the innermost RCU-sched read-side section, then enables preemption. */
export declare function rcu_read_unlock_sched(): void;

/** A domain of sleepable RCU. */
export declare function srcu_struct(name?: string): srcu_struct;
export interface srcu_struct extends Kernel<"srcu_struct"> {}
/** Begins a read-side section in which the context may sleep. What it gives belongs into {@link srcu_read_unlock}. */
export declare function srcu_read_lock(srcu: srcu_struct): number;
/** Ends the read-side section. */
export declare function srcu_read_unlock(srcu: srcu_struct, index: number): void;

/** Something that is no lock, but that lockdep shall take for one: nobody waits for it. */
export declare function lockdep_map(name?: string): lockdep_map;
/** DEFINE_WAIT_OVERRIDE_MAP: from its acquisition to its release lockdep takes the context for one of this wait type. */
export declare function wait_override_map(type: "free" | "spin" | "config" | "sleep", name: string): lockdep_map;
export interface lockdep_map extends Kernel<"lockdep_map"> {}
/** Tells lockdep that `map` is acquired. */
export declare function lock_map_acquire(map: lockdep_map): void;
/** Tells lockdep that `map` is acquired by a recursive reader. */
export declare function lock_map_acquire_read(map: lockdep_map): void;
/** Tells lockdep that `map` is acquired by a trylock; so an override map is entered. */
export declare function lock_map_acquire_try(map: lockdep_map): void;
/** Tells lockdep that `map` is released. */
export declare function lock_map_release(map: lockdep_map): void;
/** lock_sync: tells lockdep that the context waits until nobody holds `map`, and holds nothing itself. */
export declare function lock_map_sync(map: lockdep_map): void;
/** Tells lockdep that `lock` is acquired; nothing happens to it. For code that does by itself what a lock does. */
export declare function mutex_acquire(lock: Lock): void;
/** As {@link mutex_acquire}, for one of many locks of a class that are all taken under `outer`. */
export declare function mutex_acquire_nest(lock: Lock, outer: Lock): void;
/** As {@link mutex_acquire}, by a trylock. */
export declare function mutex_acquire_try(lock: Lock): void;
/** Tells lockdep that `lock` is released; nothing happens to it. */
export declare function mutex_release(lock: Lock): void;
/** A fault (`assertion`) when `condition` is true. Lockdep reports it, too, and is off afterwards. */
export declare function DEBUG_LOCKS_WARN_ON(condition: boolean): void;
/** `lock->dep_map.name`: the name of its class, without subclass; known at compile time. */
export declare function lockdep_name(lock: Lock): string;
/** Tells lockdep that `lock` may be acquired here, on some other path. */
export declare function might_lock(lock: Lock): void;
/** As {@link might_lock}, as a reader. */
export declare function might_lock_read(lock: rwlock_t | rw_semaphore): void;
/** As {@link might_lock}, in subclass `subclass` (0..7) of the lock's class. */
export declare function might_lock_nested(lock: Lock, subclass: number): void;

/** What two locks of different declarations have in common when they are one class to lockdep. */
export declare function lock_class_key(): lock_class_key;
export interface lock_class_key extends Kernel<"lock_class_key"> {}
/** Puts `lock`, the only one of its declaration, into the class of `key`; for the whole model, wherever this is written. */
export declare function lockdep_set_class(lock: Lock, key: lock_class_key): void;
/** As {@link lockdep_set_class}; lockdep prints `name`. */
export declare function lockdep_set_class_and_name(lock: Lock, key: lock_class_key, name: string): void;
/** Acquisitions of `lock` that name no subclass are in this one (0..7); its name stays. As {@link lockdep_set_class}, for the whole model. */
export declare function lockdep_set_subclass(lock: Lock, subclass: number): void;
/** Lockdep keeps `lock` on the stack of held locks and draws no other conclusions; for the whole model. Deadlocks are found all the same. */
export declare function lockdep_set_novalidate_class(lock: Lock): void;

/** A fault (`assertion`) unless the calling context holds `lock`, in whatever way. */
export declare function lockdep_assert_held(lock: Lock): void;
/** The calling context holds `lock`, in whatever way. */
export declare function lockdep_is_held(lock: Lock): boolean;
/** A fault (`assertion`) when the calling context holds `lock`. */
export declare function lockdep_assert_not_held(lock: Lock): void;
/** A fault (`assertion`) unless the calling context reads `lock`. */
export declare function lockdep_assert_held_read(lock: rwlock_t | rw_semaphore): void;
/** A fault (`assertion`) unless the calling context holds `lock` as its writer. */
export declare function lockdep_assert_held_write(lock: rwlock_t | rw_semaphore | spinlock_t): void;
/** A fault (`assertion`) unless interrupts are enabled. */
export declare function lockdep_assert_irqs_enabled(): void;
/** A fault (`assertion`) unless interrupts are disabled. */
export declare function lockdep_assert_irqs_disabled(): void;
/** A fault (`assertion`) unless in a hard interrupt handler. */
export declare function lockdep_assert_in_irq(): void;
/** A fault (`assertion`) unless in a softirq handler, or with bottom halves disabled. */
export declare function lockdep_assert_in_softirq(): void;
/** A fault (`assertion`) unless the context can be preempted. */
export declare function lockdep_assert_preemption_enabled(): void;
/** A fault (`assertion`) when the context can be preempted. */
export declare function lockdep_assert_preemption_disabled(): void;
/** Interrupts are disabled here. */
export declare function irqs_disabled(): boolean;
/** In an interrupt handler, or bottom halves are disabled. */
export declare function in_interrupt(): boolean;
/** In a hard interrupt handler. */
export declare function in_hardirq(): boolean;
/** In an interrupt handler, or preemption or bottom halves are disabled. */
export declare function in_atomic(): boolean;

/** Memory reclaim begins: lockdep's map `fs_reclaim` is held, if `gfp` lets reclaim enter the file system. */
export declare function fs_reclaim_acquire(gfp: gfp_t): void;
/** Undoes {@link fs_reclaim_acquire}. */
export declare function fs_reclaim_release(gfp: gfp_t): void;
/** There may be an allocation here: it may sleep, and lockdep is told that it may have to wait for reclaim. */
export declare function might_alloc(gfp: gfp_t): void;
/** From here on allocations of this context do not enter the file system: `const flags = memalloc_nofs_save()`. */
export declare function memalloc_nofs_save(): irq_flags;
/** Undoes {@link memalloc_nofs_save}. */
export declare function memalloc_nofs_restore(flags: irq_flags): void;
