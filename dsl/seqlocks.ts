// Data that readers read without keeping writers out: they look again when somebody wrote meanwhile.
//   let seq: number;
//   do { seq = read_seqbegin(lock); … } while (read_seqretry(lock, seq));
// What a sequence number is does not matter in a model; it is there so that the code reads like the kernel's.

import type { Kernel } from "./brand.js";
import type { irq_flags } from "./locks.js";

/** A sequence counter alone. Whoever writes sees to it that nobody else does (`assertion`), and that preemption is disabled. */
export declare function seqcount_t(name?: string): seqcount_t;
export interface seqcount_t extends Kernel<"seqcount_t"> {}

/** A sequence counter with a spinlock_t that its writers take. */
export declare function seqlock_t(name?: string): seqlock_t;
export interface seqlock_t extends Kernel<"seqlock_t"> {}

/** Waits until nobody writes, then begins to read. */
export declare function read_seqcount_begin(seqcount: seqcount_t): number;
/** True when somebody began to write since {@link read_seqcount_begin}: what was read is worth nothing. */
export declare function read_seqcount_retry(seqcount: seqcount_t, start: number): boolean;
/**
 * Begins to write; disturbs all readers. With preemption enabled it is a violation (`context-assertion`; include/linux/seqlock.h,
 * seqprop_assert): on PREEMPT_RT a spinlock_t and disabled bottom halves are not enough.
 */
export declare function write_seqcount_begin(seqcount: seqcount_t): void;
/** Ends writing. */
export declare function write_seqcount_end(seqcount: seqcount_t): void;

/** As {@link read_seqcount_begin}. On PREEMPT_RT a reader that meets a writer takes the writers' lock, which sleeps. */
export declare function read_seqbegin(lock: seqlock_t): number;
/** As {@link read_seqcount_retry}. */
export declare function read_seqretry(lock: seqlock_t, start: number): boolean;
/** Takes the spinlock, then begins to write. */
export declare function write_seqlock(lock: seqlock_t): void;
/** Ends writing, then releases the spinlock. */
export declare function write_sequnlock(lock: seqlock_t): void;
/** As {@link write_seqlock}, with interrupts disabled as by `spin_lock_irq`. */
export declare function write_seqlock_irq(lock: seqlock_t): void;
/** Undoes {@link write_seqlock_irq}. */
export declare function write_sequnlock_irq(lock: seqlock_t): void;
/** As {@link write_seqlock}, with bottom halves disabled as by `spin_lock_bh`. */
export declare function write_seqlock_bh(lock: seqlock_t): void;
/** Undoes {@link write_seqlock_bh}. */
export declare function write_sequnlock_bh(lock: seqlock_t): void;
/** As {@link write_seqlock_irq}, and gives the interrupt state before: `const flags = write_seqlock_irqsave(lock)`. */
export declare function write_seqlock_irqsave(lock: seqlock_t): irq_flags;
/** Undoes {@link write_seqlock_irqsave}. */
export declare function write_sequnlock_irqrestore(lock: seqlock_t, flags: irq_flags): void;
/** Keeps writers out without disturbing readers: the spinlock alone. */
export declare function read_seqlock_excl(lock: seqlock_t): void;
/** Undoes {@link read_seqlock_excl}. */
export declare function read_sequnlock_excl(lock: seqlock_t): void;
