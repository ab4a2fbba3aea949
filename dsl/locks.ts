// Locks and what a context does with them, in the kernel's spelling. Wait types and interrupt effects: docs/semantics.md.
//
// A lock is a field of a class or a top-level const. `name` is the class name that lockdep would print; the default is
// made from the place of the declaration (`&ctx->completion_lock`), as the kernel's `spin_lock_init(&ctx->completion_lock)` does.

import type { Kernel } from "./brand.js";
import type { lockdep_map, srcu_struct } from "./lockdep.js";
import type { percpu_rw_semaphore, rw_semaphore, rwlock_t } from "./readers.js";
import type { seqcount_t } from "./seqlocks.js";

/** A spinlock: spins on a kernel without PREEMPT_RT, sleeps on one with it. Wait type config. */
export declare function spinlock_t(name?: string): spinlock_t;
export interface spinlock_t extends Kernel<"spinlock_t"> {}

/** A spinlock that spins on every kernel. Wait type spin. */
export declare function raw_spinlock_t(name?: string): raw_spinlock_t;
export interface raw_spinlock_t extends Kernel<"raw_spinlock_t"> {}

/** A mutex: its waiters sleep. Wait type sleep. */
export declare function mutex(name?: string): mutex;
export interface mutex extends Kernel<"mutex"> {}

/** A mutex with priority inheritance; what a mutex and a spinlock_t are made of on PREEMPT_RT. Its waiters sleep. Wait type sleep. */
export declare function rt_mutex(name?: string): rt_mutex;
export interface rt_mutex extends Kernel<"rt_mutex"> {}

/**
 * A name for what disabling preemption (or bottom halves, or interrupts) protects: data of each CPU. On a kernel without PREEMPT_RT nobody
 * ever waits for it; with it, it is a sleeping lock on each CPU. Wait type config.
 */
export declare function local_lock_t(name?: string): local_lock_t;
export interface local_lock_t extends Kernel<"local_lock_t"> {}

/** One bit of a word as a spinlock. Lockdep does not see it. */
export declare function bit_spinlock(): bit_spinlock;
export interface bit_spinlock extends Kernel<"bit_spinlock"> {}

/** Any lock that a context holds. */
export type Lock =
  | spinlock_t
  | raw_spinlock_t
  | rwlock_t
  | local_lock_t
  | bit_spinlock
  | mutex
  | rt_mutex
  | rw_semaphore
  | percpu_rw_semaphore
  | seqcount_t
  | srcu_struct
  | lockdep_map;

/** Saved interrupt state, from `spin_lock_irqsave` and friends. */
export interface irq_flags extends Kernel<"irq_flags"> {}

/** True when `lock` is a raw_spinlock_t; decided at compile time, for code that exists in versions with either type. */
export declare function is_raw(lock: spinlock_t | raw_spinlock_t): lock is raw_spinlock_t;

/** Disables preemption, then waits until `lock` is free and takes it. */
export declare function spin_lock(lock: spinlock_t): void;
/** Releases `lock`, then enables preemption. */
export declare function spin_unlock(lock: spinlock_t): void;
/** Takes `lock` if it is free; true when it did. Never waits. */
export declare function spin_trylock(lock: spinlock_t): boolean;
/** Disables interrupts on this CPU, then as {@link spin_lock}. */
export declare function spin_lock_irq(lock: spinlock_t): void;
/** Releases `lock`, then enables interrupts, whatever they were before. */
export declare function spin_unlock_irq(lock: spinlock_t): void;
/** Disables interrupts, then tries `lock`; when it is not free, interrupts are enabled again. */
export declare function spin_trylock_irq(lock: spinlock_t): boolean;
/** Saves and disables interrupts on this CPU, then as {@link spin_lock}: `const flags = spin_lock_irqsave(lock)`. */
export declare function spin_lock_irqsave(lock: spinlock_t): irq_flags;
/** Releases `lock`, then sets interrupts back to `flags`. */
export declare function spin_unlock_irqrestore(lock: spinlock_t, flags: irq_flags): void;
/** Disables bottom halves on this CPU, then as {@link spin_lock}. */
export declare function spin_lock_bh(lock: spinlock_t): void;
/** Releases `lock`, then enables bottom halves. */
export declare function spin_unlock_bh(lock: spinlock_t): void;
/** As {@link spin_lock}, in subclass `subclass` (0..7) of the lock's class. */
export declare function spin_lock_nested(lock: spinlock_t, subclass: number): void;
/** As {@link spin_lock_irqsave}, in subclass `subclass` (0..7) of the lock's class. */
export declare function spin_lock_irqsave_nested(lock: spinlock_t, subclass: number): irq_flags;
/** As {@link spin_lock}, for one of many locks of a class that are all taken under `outer`. */
export declare function spin_lock_nest_lock(lock: spinlock_t, outer: Lock): void;
/** Disables bottom halves, then tries `lock`; when it is not free, bottom halves are enabled again. */
export declare function spin_trylock_bh(lock: spinlock_t): boolean;

/** As {@link spin_lock}, on a raw spinlock. */
export declare function raw_spin_lock(lock: raw_spinlock_t): void;
/** As {@link spin_unlock}. */
export declare function raw_spin_unlock(lock: raw_spinlock_t): void;
/** As {@link spin_trylock}. */
export declare function raw_spin_trylock(lock: raw_spinlock_t): boolean;
/** As {@link spin_lock_irq}. */
export declare function raw_spin_lock_irq(lock: raw_spinlock_t): void;
/** As {@link spin_unlock_irq}. */
export declare function raw_spin_unlock_irq(lock: raw_spinlock_t): void;
/** As {@link spin_trylock_irq}. */
export declare function raw_spin_trylock_irq(lock: raw_spinlock_t): boolean;
/** As {@link spin_lock_irqsave}. */
export declare function raw_spin_lock_irqsave(lock: raw_spinlock_t): irq_flags;
/** As {@link spin_unlock_irqrestore}. */
export declare function raw_spin_unlock_irqrestore(lock: raw_spinlock_t, flags: irq_flags): void;
/** As {@link spin_lock_bh}. On PREEMPT_RT it disables bottom halves alone: another task may run, and one that wants the lock spins for it. */
export declare function raw_spin_lock_bh(lock: raw_spinlock_t): void;
/** As {@link spin_unlock_bh}. */
export declare function raw_spin_unlock_bh(lock: raw_spinlock_t): void;
/** As {@link spin_lock_nested}. */
export declare function raw_spin_lock_nested(lock: raw_spinlock_t, subclass: number): void;
/** As {@link spin_lock_irqsave_nested}. */
export declare function raw_spin_lock_irqsave_nested(lock: raw_spinlock_t, subclass: number): irq_flags;
/** As {@link spin_lock_nest_lock}. */
export declare function raw_spin_lock_nest_lock(lock: raw_spinlock_t, outer: Lock): void;
/** As {@link spin_trylock_bh}. */
export declare function raw_spin_trylock_bh(lock: raw_spinlock_t): boolean;

/** Waits, sleeping, until `lock` is free and takes it. */
export declare function mutex_lock(lock: mutex): void;
/** Releases `lock`. */
export declare function mutex_unlock(lock: mutex): void;
/** Takes `lock` if it is free; true when it did. */
export declare function mutex_trylock(lock: mutex): boolean;
/** As {@link mutex_lock}; 0, or -EINTR when it is not free and a signal comes first: then it is not taken. */
export declare function mutex_lock_interruptible(lock: mutex): number;
/** As {@link mutex_lock_interruptible}, for fatal signals. */
export declare function mutex_lock_killable(lock: mutex): number;
/** As {@link mutex_lock}, in subclass `subclass` (0..7) of the lock's class. */
export declare function mutex_lock_nested(lock: mutex, subclass: number): void;
/** As {@link mutex_lock}, for one of many locks of a class that are all taken under `outer`. */
export declare function mutex_lock_nest_lock(lock: mutex, outer: Lock): void;

/** Waits, sleeping, until `lock` is free and takes it. */
export declare function rt_mutex_lock(lock: rt_mutex): void;
/** Releases `lock`. */
export declare function rt_mutex_unlock(lock: rt_mutex): void;
/** Takes `lock` if it is free; true when it did. */
export declare function rt_mutex_trylock(lock: rt_mutex): boolean;
/** As {@link rt_mutex_lock}; 0, or -EINTR when it is not free and a signal comes first: then it is not taken. */
export declare function rt_mutex_lock_interruptible(lock: rt_mutex): number;
/** As {@link rt_mutex_lock_interruptible}, for fatal signals. */
export declare function rt_mutex_lock_killable(lock: rt_mutex): number;
/** As {@link rt_mutex_lock}, in subclass `subclass` (0..7) of the lock's class. */
export declare function rt_mutex_lock_nested(lock: rt_mutex, subclass: number): void;
/** As {@link rt_mutex_lock}, for one of many locks of a class that are all taken under `outer`. */
export declare function rt_mutex_lock_nest_lock(lock: rt_mutex, outer: Lock): void;

/** Disables preemption and begins what `lock` stands for; on PREEMPT_RT waits, sleeping, for this CPU's lock. */
export declare function local_lock(lock: local_lock_t): void;
/** Undoes {@link local_lock}. */
export declare function local_unlock(lock: local_lock_t): void;
/** As {@link local_lock}, with interrupts disabled; not on PREEMPT_RT, where they stay as they are. */
export declare function local_lock_irq(lock: local_lock_t): void;
/** Undoes {@link local_lock_irq}. */
export declare function local_unlock_irq(lock: local_lock_t): void;
/** As {@link local_lock_irq}, and gives the interrupt state before: `const flags = local_lock_irqsave(lock)`. */
export declare function local_lock_irqsave(lock: local_lock_t): irq_flags;
/** Undoes {@link local_lock_irqsave}. */
export declare function local_unlock_irqrestore(lock: local_lock_t, flags: irq_flags): void;

/** Disables preemption, then waits until the bit is clear and sets it. */
export declare function bit_spin_lock(lock: bit_spinlock): void;
/** Clears the bit, then enables preemption. */
export declare function bit_spin_unlock(lock: bit_spinlock): void;
/** Sets the bit if it is clear; true when it did. */
export declare function bit_spin_trylock(lock: bit_spinlock): boolean;
/** True when anybody has set the bit. */
export declare function bit_spin_is_locked(lock: bit_spinlock): boolean;

/** Disables interrupts on this CPU. */
export declare function local_irq_disable(): void;
/** Enables interrupts on this CPU. */
export declare function local_irq_enable(): void;
/** Saves whether interrupts are enabled on this CPU and disables them: `const flags = local_irq_save()`. */
export declare function local_irq_save(): irq_flags;
/** Sets interrupts on this CPU back to `flags`. */
export declare function local_irq_restore(flags: irq_flags): void;
/** Disables bottom halves (softirqs) on this CPU; nests. In a hard interrupt it is a violation (`context-assertion`; kernel/softirq.c). */
export declare function local_bh_disable(): void;
/**
 * Undoes one {@link local_bh_disable}. With interrupts off, and in a hard interrupt, it is a violation (`context-assertion`; kernel/softirq.c,
 * __local_bh_enable_ip), as is the end of `spin_unlock_bh` and its like.
 */
export declare function local_bh_enable(): void;
/** Disables preemption; nests. */
export declare function preempt_disable(): void;
/** Undoes one {@link preempt_disable}. */
export declare function preempt_enable(): void;
/** As {@link preempt_disable}, for the sake of data of this CPU. */
export declare function get_cpu(): void;
/** Undoes {@link get_cpu}. */
export declare function put_cpu(): void;
/** From here on the context stays on its CPU; in a model it does anyway. */
export declare function migrate_disable(): void;
/** Undoes {@link migrate_disable}. */
export declare function migrate_enable(): void;

/** True when anybody holds `lock`. */
export declare function spin_is_locked(lock: spinlock_t | raw_spinlock_t): boolean;
/** True when anybody holds `lock`. */
export declare function mutex_is_locked(lock: mutex): boolean;
/** True when anybody holds `lock`. */
export declare function rt_mutex_base_is_locked(lock: rt_mutex): boolean;

/** The lock is as new. A fault (`held-lock-freed`) when the calling context holds it. */
export declare function spin_lock_init(lock: spinlock_t): void;
/** As {@link spin_lock_init}. */
export declare function raw_spin_lock_init(lock: raw_spinlock_t): void;
/** As {@link spin_lock_init}. */
export declare function rwlock_init(lock: rwlock_t): void;
/** As {@link spin_lock_init}. */
export declare function mutex_init(lock: mutex): void;
/** As {@link spin_lock_init}. */
export declare function rt_mutex_init(lock: rt_mutex): void;
/** As {@link spin_lock_init}. */
export declare function init_rwsem(lock: rw_semaphore): void;

/** States that this place may sleep: in atomic context it is a violation (`sleep-in-atomic`). */
export declare function might_sleep(): void;
/** Gives the CPU a breath in a busy-wait loop; no step of its own. */
export declare function cpu_relax(): void;
