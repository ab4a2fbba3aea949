// Scoped guards (include/linux/cleanup.h): taken where they are declared, released wherever the block around them is left.
//   using _ = guard(spinlock_irqsave)(ctx.lock);
// `scoped_guard(mutex, &m) { … }` of the kernel is a block that begins with one: `{ using _ = guard(mutex)(m); … }`.

import type { Kernel } from "./brand.js";
import type { mutex, raw_spinlock_t, rt_mutex, spinlock_t } from "./locks.js";
import type { rw_semaphore, rwlock_t } from "./readers.js";

/** What {@link guard} takes and releases. */
export interface guard_class<Lock> extends Kernel<"guard_class"> {
  readonly guards: Lock;
}

/** `using _ = guard(class)(lock)`; classes without a lock: `using _ = guard(rcu)()`. */
export declare function guard(of: typeof import("./locks.js").mutex): (lock: mutex) => Disposable;
export declare function guard(of: typeof import("./locks.js").rt_mutex): (lock: rt_mutex) => Disposable;
export declare function guard(
  of: typeof import("./readers.js").read_lock | typeof import("./readers.js").write_lock,
): (lock: rwlock_t) => Disposable;
export declare function guard(of: guard_class<null>): () => Disposable;
export declare function guard<Lock>(of: guard_class<Lock>): (lock: Lock) => Disposable;

/** {@link spin_lock}, {@link spin_unlock} */
export declare const spinlock: guard_class<spinlock_t>;
/** {@link spin_lock_irq}, {@link spin_unlock_irq} */
export declare const spinlock_irq: guard_class<spinlock_t>;
/** {@link spin_lock_irqsave}, {@link spin_unlock_irqrestore} */
export declare const spinlock_irqsave: guard_class<spinlock_t>;
/** {@link spin_lock_bh}, {@link spin_unlock_bh} */
export declare const spinlock_bh: guard_class<spinlock_t>;
/** {@link raw_spin_lock}, {@link raw_spin_unlock} */
export declare const raw_spinlock: guard_class<raw_spinlock_t>;
/** {@link raw_spin_lock_irq}, {@link raw_spin_unlock_irq} */
export declare const raw_spinlock_irq: guard_class<raw_spinlock_t>;
/** {@link raw_spin_lock_irqsave}, {@link raw_spin_unlock_irqrestore} */
export declare const raw_spinlock_irqsave: guard_class<raw_spinlock_t>;
/** {@link raw_spin_lock_bh}, {@link raw_spin_unlock_bh} */
export declare const raw_spinlock_bh: guard_class<raw_spinlock_t>;
/** {@link down_read}, {@link up_read} */
export declare const rwsem_read: guard_class<rw_semaphore>;
/** {@link down_write}, {@link up_write} */
export declare const rwsem_write: guard_class<rw_semaphore>;
/** {@link rcu_read_lock}, {@link rcu_read_unlock} */
export declare const rcu: guard_class<null>;
/** {@link preempt_disable}, {@link preempt_enable} */
export declare const preempt: guard_class<null>;
/** {@link local_bh_disable}, {@link local_bh_enable} */
export declare const bottom_half: guard_class<null>;
/** {@link local_irq_disable}, {@link local_irq_enable} */
export declare const irq: guard_class<null>;
/** {@link local_irq_save}, {@link local_irq_restore} */
export declare const irqsave: guard_class<null>;
