// Waiting for others: wait queues (kernel/sched/wait.c), and sleeping for some time.

import type { Kernel } from "./brand.js";

/** A wait queue with its inner spinlock. `name` is the inner lock's class name (default as for locks). */
export declare function wait_queue_head(name?: string): wait_queue_head;
export interface wait_queue_head extends Kernel<"wait_queue_head"> {
  /** The queue's own lock. */
  readonly lock: import("./locks.js").spinlock_t;
}
/** Sleeps until `condition` holds; it is tested before sleeping and after each wake-up. */
export declare function wait_event(queue: wait_queue_head, condition: () => boolean): void;
/**
 * As {@link wait_event}, but a signal ends the wait: 0, or -512 (-ERESTARTSYS) when one came. Whether one comes is a choice, so nobody is saved by a
 * signal that need not come.
 */
export declare function wait_event_interruptible(queue: wait_queue_head, condition: () => boolean): number;
/** As {@link wait_event_interruptible}, for signals that kill. */
export declare function wait_event_killable(queue: wait_queue_head, condition: () => boolean): number;
/** As {@link wait_event_interruptible}, as an exclusive waiter ({@link prepare_to_wait_exclusive}); who has been woken does not fail. */
export declare function wait_event_interruptible_exclusive(queue: wait_queue_head, condition: () => boolean): number;
/** As {@link wait_event_interruptible_exclusive}, for signals that kill. */
export declare function wait_event_killable_exclusive(queue: wait_queue_head, condition: () => boolean): number;
/** As {@link wait_event}, but the time may be up at any moment: 0 when it is and the condition does not hold, else 1 (time that is left). */
export declare function wait_event_timeout(queue: wait_queue_head, condition: () => boolean): number;
/** -512, 0 or 1: as {@link wait_event_interruptible} and {@link wait_event_timeout} have it. */
export declare function wait_event_interruptible_timeout(queue: wait_queue_head, condition: () => boolean): number;
/** As {@link wait_event_interruptible_timeout}, for signals that kill. */
export declare function wait_event_killable_timeout(queue: wait_queue_head, condition: () => boolean): number;

/** How a task sleeps: whether `wake_up_interruptible` wakes it. */
export interface task_state extends Kernel<"task_state"> {}
/** Does not sleep. */
export declare const TASK_RUNNING: task_state;
/** Sleeps; a signal, and every wake-up, ends it. */
export declare const TASK_INTERRUPTIBLE: task_state;
/** Sleeps; signals and `wake_up_interruptible` do not end it. */
export declare const TASK_UNINTERRUPTIBLE: task_state;
/** Puts the caller on the queue and marks it as about to sleep; `state` is TASK_UNINTERRUPTIBLE unless it is given. */
export declare function prepare_to_wait(queue: wait_queue_head, state?: task_state): void;
/** As {@link prepare_to_wait}, behind the other exclusive waiters: a wake-up wakes only so many of them, the first ones that sleep. */
export declare function prepare_to_wait_exclusive(queue: wait_queue_head, state?: task_state): void;
/** Marks the caller as about to sleep, or as running: the next {@link schedule} sleeps until somebody wakes it. */
export declare function set_current_state(state: task_state): void;
/** As {@link set_current_state}: the memory barrier that it lacks is no matter of a model. */
export declare function __set_current_state(state: task_state): void;
/** Sleeps if the caller is still marked as about to sleep. */
export declare function schedule(): void;
/** Takes the caller off the queue and marks it as running. */
export declare function finish_wait(queue: wait_queue_head): void;
/** Wakes all waiters of the queue, but of the exclusive ones only the first that sleeps. */
export declare function wake_up(queue: wait_queue_head): void;
/** As {@link wake_up}, but of the exclusive waiters the first `count` that sleep. */
export declare function wake_up_nr(queue: wait_queue_head, count: number): void;
/** As {@link wake_up}, and all exclusive waiters. */
export declare function wake_up_all(queue: wait_queue_head): void;
/** As {@link wake_up}; nobody may sleep on the queue whom it would not wake (LM205). */
export declare function wake_up_interruptible(queue: wait_queue_head): void;
/** As {@link wake_up_nr}; nobody may sleep on the queue whom it would not wake (LM205). */
export declare function wake_up_interruptible_nr(queue: wait_queue_head, count: number): void;
/** As {@link wake_up_all}; nobody may sleep on the queue whom it would not wake (LM205). */
export declare function wake_up_interruptible_all(queue: wait_queue_head): void;
/** As {@link wake_up}, for a caller that holds `queue.lock`. */
export declare function wake_up_locked(queue: wait_queue_head): void;
/** As {@link wake_up_all}, for a caller that holds `queue.lock`. */
export declare function wake_up_all_locked(queue: wait_queue_head): void;
/** True when somebody is on the queue; reads without the lock. */
export declare function waitqueue_active(queue: wait_queue_head): boolean;

/** As {@link schedule}, but the time may be up at any moment. */
export declare function schedule_timeout(): void;
/** Sleeps until somebody wakes the caller or the time is up, which may be at any moment. */
export declare function schedule_timeout_interruptible(): void;
/** As {@link schedule_timeout_interruptible}. */
export declare function schedule_timeout_uninterruptible(): void;

/** Sleeps for a while: a place that may sleep. How long is no matter of a model. */
export declare function msleep(): void;
/** As {@link msleep}. */
export declare function ssleep(): void;
/** As {@link msleep}. */
export declare function fsleep(): void;
/** As {@link msleep}. */
export declare function usleep_range(): void;
/** Lets others run: a place that may sleep. */
export declare function cond_resched(): void;
