// Locks that one writer or many readers hold: rwlock_t, which spins, and rw_semaphore, whose waiters sleep.
//
// A reader waits while a writer holds the lock. It also waits behind a writer that is waiting, except a recursive one: read_lock in an
// interrupt, or with bottom halves disabled, or on a kernel without queued rwlocks. So a task that reads twice can deadlock with a writer.

import type { Kernel } from "./brand.js";
import type { irq_flags, Lock } from "./locks.js";

/** A spinning lock for one writer or many readers. Wait type config. */
export declare function rwlock_t(name?: string): rwlock_t;
export interface rwlock_t extends Kernel<"rwlock_t"> {}

/** Disables preemption, then waits until no writer is in the way and reads. */
export declare function read_lock(lock: rwlock_t): void;
/** Ends reading, then enables preemption. */
export declare function read_unlock(lock: rwlock_t): void;
/** Takes `lock` if nobody is in the way; true when it did. Never waits. */
export declare function read_trylock(lock: rwlock_t): boolean;
/** Disables interrupts on this CPU, then as {@link read_lock}. */
export declare function read_lock_irq(lock: rwlock_t): void;
/** Releases `lock`, then enables interrupts, whatever they were before. */
export declare function read_unlock_irq(lock: rwlock_t): void;
/** Saves and disables interrupts on this CPU, then as {@link read_lock}: `const flags = read_lock_irqsave(lock)`. */
export declare function read_lock_irqsave(lock: rwlock_t): irq_flags;
/** Releases `lock`, then sets interrupts back to `flags`. */
export declare function read_unlock_irqrestore(lock: rwlock_t, flags: irq_flags): void;
/** Disables bottom halves on this CPU, then as {@link read_lock}. */
export declare function read_lock_bh(lock: rwlock_t): void;
/** Releases `lock`, then enables bottom halves. */
export declare function read_unlock_bh(lock: rwlock_t): void;

/** Disables preemption, then waits until nobody holds `lock` and takes it alone. */
export declare function write_lock(lock: rwlock_t): void;
/** Releases `lock`, then enables preemption. */
export declare function write_unlock(lock: rwlock_t): void;
/** Takes `lock` if nobody is in the way; true when it did. Never waits. */
export declare function write_trylock(lock: rwlock_t): boolean;
/** Disables interrupts on this CPU, then as {@link write_lock}. */
export declare function write_lock_irq(lock: rwlock_t): void;
/** Releases `lock`, then enables interrupts, whatever they were before. */
export declare function write_unlock_irq(lock: rwlock_t): void;
/** Saves and disables interrupts on this CPU, then as {@link write_lock}: `const flags = write_lock_irqsave(lock)`. */
export declare function write_lock_irqsave(lock: rwlock_t): irq_flags;
/** Releases `lock`, then sets interrupts back to `flags`. */
export declare function write_unlock_irqrestore(lock: rwlock_t, flags: irq_flags): void;
/** Disables bottom halves on this CPU, then as {@link write_lock}. */
export declare function write_lock_bh(lock: rwlock_t): void;
/** Releases `lock`, then enables bottom halves. */
export declare function write_unlock_bh(lock: rwlock_t): void;
/** As {@link write_lock}, in subclass `subclass` (0..7) of the lock's class. */
export declare function write_lock_nested(lock: rwlock_t, subclass: number): void;

/** A statement of the model's top level: CONFIG_QUEUED_RWLOCKS (default true). Without it every `read_lock` is recursive. */
export declare function queued_rwlocks(queued: boolean): void;

/** A sleeping lock for one writer or many readers. Wait type sleep. */
export declare function rw_semaphore(name?: string): rw_semaphore;
export interface rw_semaphore extends Kernel<"rw_semaphore"> {}

/** Waits, sleeping, until no writer is in the way and reads. Not recursive: reading twice can deadlock with a waiting writer. */
export declare function down_read(lock: rw_semaphore): void;
/** As {@link down_read}, in subclass `subclass` (0..7) of the lock's class. */
export declare function down_read_nested(lock: rw_semaphore, subclass: number): void;
/** Reads if no writer holds `lock`; true when it does. */
export declare function down_read_trylock(lock: rw_semaphore): boolean;
/** Ends reading. */
export declare function up_read(lock: rw_semaphore): void;
/** Waits, sleeping, until nobody holds `lock` and takes it alone. */
export declare function down_write(lock: rw_semaphore): void;
/** As {@link down_write}, in subclass `subclass` (0..7) of the lock's class. */
export declare function down_write_nested(lock: rw_semaphore, subclass: number): void;
/** As {@link down_write}, for one of many locks of a class that are all taken under `outer`. */
export declare function down_write_nest_lock(lock: rw_semaphore, outer: Lock): void;
/** Takes `lock` alone if nobody holds it; true when it did. */
export declare function down_write_trylock(lock: rw_semaphore): boolean;
/** Releases `lock` as its writer. */
export declare function up_write(lock: rw_semaphore): void;
/** The writer becomes a reader, without anybody in between. */
export declare function downgrade_write(lock: rw_semaphore): void;
/** True when anybody holds `lock`. */
export declare function rwsem_is_locked(lock: rw_semaphore): boolean;

/** As {@link down_read}; 0, or -EINTR when a signal comes first: then it does not read. */
export declare function down_read_interruptible(lock: rw_semaphore): number;
/** As {@link down_read_interruptible}, for fatal signals. */
export declare function down_read_killable(lock: rw_semaphore): number;
/** As {@link down_write}; 0, or -EINTR when a fatal signal comes first: then it is not taken. */
export declare function down_write_killable(lock: rw_semaphore): number;

/** An rw_semaphore that is cheap for readers and dear for writers. Lockdep does not check its wait type. */
export declare function percpu_rw_semaphore(name?: string): percpu_rw_semaphore;
export interface percpu_rw_semaphore extends Kernel<"percpu_rw_semaphore"> {}

/** Waits, sleeping, until no writer is in the way and reads. */
export declare function percpu_down_read(lock: percpu_rw_semaphore): void;
/** Reads if no writer holds `lock`; true when it does. */
export declare function percpu_down_read_trylock(lock: percpu_rw_semaphore): boolean;
/** Ends reading. */
export declare function percpu_up_read(lock: percpu_rw_semaphore): void;
/** Waits, sleeping, until nobody holds `lock` and takes it alone. */
export declare function percpu_down_write(lock: percpu_rw_semaphore): void;
/** Releases `lock` as its writer. */
export declare function percpu_up_write(lock: percpu_rw_semaphore): void;
