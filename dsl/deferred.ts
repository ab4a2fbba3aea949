// What runs later in interrupt context: timers (kernel/time/timer.c), tasklets, irq_work; and delayed work items.
//
// A timer that is queued may expire at any time, a tasklet or irq_work may come at any time, on any CPU unless `cpu` is given.

import type { Kernel } from "./brand.js";
import type { Placement } from "./contexts.js";
import type { workqueue_struct } from "./works.js";

/** Options of {@link timer_list}. */
export interface TimerListOptions extends Placement {
  /** Queued from the start (default false). */
  readonly queued?: boolean;
  /** False: the expiry is so far off that it does not come while the model runs (default true). */
  readonly expires?: boolean;
}

/** A timer inside an object, as `timer_setup` makes it; its function gets the object (`container_of`) and runs in softirq context. */
export declare function timer_list<T extends object>(callback: (owner: T) => void, options?: TimerListOptions): timer_list;
export interface timer_list extends Kernel<"timer_list"> {}
/** Queues the timer, also while its function runs; true when it was queued already. When it expires is no matter of a model. */
export declare function mod_timer(timer: timer_list): boolean;
/** As {@link mod_timer}. */
export declare function add_timer(timer: timer_list): void;
/** Takes the timer out of its queue; true when it was queued. Its function may be running. */
export declare function timer_delete(timer: timer_list): boolean;
/**
 * Waits until the timer's function does not run, then takes it out of its queue; true when it was queued. lockdep sees the timer's map acquired.
 * On PREEMPT_RT it may sleep. In a hard interrupt it is a violation (`context-assertion`; kernel/time/timer.c, __timer_delete_sync).
 */
export declare function timer_delete_sync(timer: timer_list): boolean;
/** True when the timer is queued. */
export declare function timer_pending(timer: timer_list): boolean;

/** A tasklet inside an object, as `tasklet_setup` makes it; its function gets the object and runs in softirq context. */
export declare function tasklet_struct<T extends object>(callback: (owner: T) => void, options?: Placement): tasklet_struct;
export interface tasklet_struct extends Kernel<"tasklet_struct"> {}
/** Schedules the tasklet, unless it is scheduled and has not begun. */
export declare function tasklet_schedule(t: tasklet_struct): void;
/** Waits until the tasklet is neither scheduled nor runs. May sleep. */
export declare function tasklet_kill(t: tasklet_struct): void;

/** Keeps the tasklet from running, and waits until it does not run. It can be scheduled meanwhile, and runs when it is enabled. May sleep. */
export declare function tasklet_disable(t: tasklet_struct): void;
/** As {@link tasklet_disable}, but busy: for atomic context. */
export declare function tasklet_disable_in_atomic(t: tasklet_struct): void;
/** As {@link tasklet_disable}, without waiting: it may run. */
export declare function tasklet_disable_nosync(t: tasklet_struct): void;
/** Undoes one {@link tasklet_disable}. Once too often is a fault (`out-of-range`). */
export declare function tasklet_enable(t: tasklet_struct): void;
/** Waits until the tasklet does not run. May sleep. */
export declare function tasklet_unlock_wait(t: tasklet_struct): void;

/** Options of {@link irq_work}. */
export interface IrqWorkOptions extends Placement {
  /** IRQ_WORK_HARD_IRQ: in hard interrupt context also on PREEMPT_RT, so it may take no spinlock_t (default false). */
  readonly hard?: boolean;
}
/** An irq_work inside an object, as `init_irq_work` makes it; its function gets the object and runs in hard interrupt context. */
export declare function irq_work<T extends object>(callback: (owner: T) => void, options?: IrqWorkOptions): irq_work;
export interface irq_work extends Kernel<"irq_work"> {}
/** Queues it; false when it is queued and has not begun. */
export declare function irq_work_queue(work: irq_work): boolean;
/** Waits until it is neither queued nor runs. May sleep. */
export declare function irq_work_sync(work: irq_work): void;

/** A delayed work item inside an object, as `INIT_DELAYED_WORK` makes it: a timer that queues a work item. */
export declare function delayed_work<T extends object>(callback: (owner: T) => void, options?: Placement): delayed_work;
export interface delayed_work extends Kernel<"delayed_work"> {}
/** Starts the timer; false when it is queued, or the item is, or being cancelled. How long the delay is is no matter of a model. */
export declare function queue_delayed_work(wq: workqueue_struct, work: delayed_work): boolean;
/** Starts the timer anew, whether it or the item is queued; true when one of them was. Nothing happens while somebody cancels it. */
export declare function mod_delayed_work(wq: workqueue_struct, work: delayed_work): boolean;
/** As {@link queue_delayed_work}, on `system_wq`: how long the delay is is no matter of a model. */
export declare function schedule_delayed_work(work: delayed_work): boolean;
/** Takes item and timer out of their queues; true when one of them was queued. The function may be running. */
export declare function cancel_delayed_work(work: delayed_work): boolean;
/** As {@link cancel_delayed_work}, and waits until the function does not run; meanwhile it cannot be queued. May sleep. */
export declare function cancel_delayed_work_sync(work: delayed_work): boolean;
/** Queues the item at once if its timer is queued, and waits until it has run as often as it was queued by now. May sleep. */
export declare function flush_delayed_work(work: delayed_work): boolean;
/** True when the timer or the item is queued. */
export declare function delayed_work_pending(work: delayed_work): boolean;
