// Work items and workqueues (kernel/workqueue.c): functions that run later, in a worker thread.
//
//   class Device { reset_work = work_struct(reset_fn); }
//   const wq = alloc_ordered_workqueue("dev_wq");
//   queue_work(wq, dev.reset_work);
//
// An item that is queued runs once: until its function begins it cannot be queued again; from then on it can, and runs again after that.
// lockdep's maps of the queue and of the item are held around the function, and waiting for an item acquires them.

import type { Kernel } from "./brand.js";
import type { Placement } from "./contexts.js";

/** A work item inside an object, as `INIT_WORK` makes it; its function gets the object (`container_of`). */
export declare function work_struct<T extends object>(callback: (owner: T) => void, options?: WorkStructOptions): work_struct;
export interface work_struct extends Kernel<"work_struct"> {}
/** Options of {@link work_struct}. `cpu`: of the worker; by default it has a CPU of its own. */
export interface WorkStructOptions extends Placement {
  /** Queued from the start, on `system_wq` if no code queues it on another (default false). */
  readonly queued?: boolean;
}

export interface workqueue_struct extends Kernel<"workqueue_struct"> {}
/** A workqueue; `max_active` 1: its items run one at a time, in the order in which they were queued; else all of them may run at once. */
export declare function alloc_workqueue(name: string, options?: { readonly max_active?: number }): workqueue_struct;
/** A workqueue whose items run one at a time, in the order in which they were queued. */
export declare function alloc_ordered_workqueue(name: string): workqueue_struct;
/** The queue of {@link schedule_work}; lockdep calls it `events`. */
export declare const system_wq: workqueue_struct;
/** Its workers are bound to no CPU; lockdep calls it `events_unbound`. */
export declare const system_unbound_wq: workqueue_struct;

/** Queues the item; false when it is queued already, or being cancelled. An item is always queued on the same workqueue. */
export declare function queue_work(wq: workqueue_struct, work: work_struct): boolean;
/** As {@link queue_work}, on `system_wq`. */
export declare function schedule_work(work: work_struct): boolean;
/** Waits until the item has run as often as it was queued by now; true when it had to wait. May sleep. */
export declare function flush_work(work: work_struct): boolean;
/** Waits until all items that are queued or run now have run. May sleep. */
export declare function flush_workqueue(wq: workqueue_struct): void;
/** Takes the item off its queue; true when it was on it. Its function may be running. */
export declare function cancel_work(work: work_struct): boolean;
/** Takes the item off its queue and waits until its function does not run; meanwhile it cannot be queued. True when it was queued. May sleep. */
export declare function cancel_work_sync(work: work_struct): boolean;
/** True when the item is queued and has not begun to run. */
export declare function work_pending(work: work_struct): boolean;

/** A thread that runs work items one at a time, in the order in which they were queued; lockdep knows no maps of them. */
export declare function kthread_create_worker(name: string): kthread_worker;
export interface kthread_worker extends Kernel<"kthread_worker"> {}
/** A `struct kthread_work` inside an object; its function gets the object (`container_of`) and runs in the worker's thread. */
export declare function kthread_work<T extends object>(callback: (owner: T) => void, options?: Placement): kthread_work;
export interface kthread_work extends Kernel<"kthread_work"> {}
/** Queues the item; false when it is queued, or somebody cancels it. */
export declare function kthread_queue_work(worker: kthread_worker, work: kthread_work): boolean;
/** Waits until the item has run as often as it was queued by now. May sleep, if there is anything to wait for. */
export declare function kthread_flush_work(work: kthread_work): void;
/** Waits until all items have run as often as they were queued by now. May sleep. */
export declare function kthread_flush_worker(worker: kthread_worker): void;
/** Takes the item off its queue and waits until it does not run; meanwhile it cannot be queued. True when it was queued. */
export declare function kthread_cancel_work_sync(work: kthread_work): boolean;
