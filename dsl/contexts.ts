// Who runs: execution contexts, CPUs, timers and waiting. docs/semantics.md says who may run when.

import type { Kernel } from "./brand.js";

/** An execution context of the model. */
export interface Context extends Kernel<"context"> {}

/** What a context runs: a function, or an arrow that calls one with arguments. */
export type Body = () => void;

/** Where a context may run. */
export interface Placement {
  /** The CPU. Default: a task or worker gets a CPU of its own; an interrupt may come on any CPU. */
  readonly cpu?: number;
}

/**
 * How many CPUs the model has, 1..16. Default: one per task and worker, and one more when an interrupt may come anywhere; for a softirq that may
 * come more than once, as many more.
 */
export declare function cpus(count: number): void;

/** A user or kernel thread that runs `body` once. */
export declare function task(name: string, body: Body, options?: Placement): Context;

/** A kernel thread, as `kthread_run` starts it; it does not begin when it should stop before it has begun. */
export declare function kthread(name: string, body: Body, options?: Placement): Kthread;
export interface Kthread extends Context {
  readonly thread: Kernel<"kthread">;
}
/** True when somebody called {@link kthread_stop} for the kthread that runs this. */
export declare function kthread_should_stop(): boolean;
/** Tells the thread to stop, wakes it, and waits until it has ended. May sleep. */
export declare function kthread_stop(thread: Kthread): void;
/** Wakes the task if it sleeps, or is about to. */
export declare function wake_up_process(task: Context): void;

/** `count` alike threads `name[0]`, `name[1]`, …; each runs `body` with its own index. */
export declare function tasks(name: string, count: number, body: (index: number) => void, options?: Placement): Context[];

/** Options of {@link kworker}. */
export interface WorkOptions extends Placement {
  /** Name of the workqueue; lockdep prints `(wq_completion)name`. Default `events`. */
  readonly workqueue?: string;
  /** The work item as lockdep prints it in `(work_completion)(…)`. Default `&` and the context's name. */
  readonly work?: string;
}

/** A workqueue worker that runs the work function `body` once, holding lockdep's maps of the queue and the item. */
export declare function kworker(name: string, body: Body, options?: WorkOptions): Context;

/** Flag of {@link hardirq}: the handler is never forced into a thread, so it may not take a spinlock_t. */
export declare const IRQF_NO_THREAD: unique symbol;

/** Options of interrupt contexts. */
export interface InterruptOptions extends Placement {
  /** How often it may come, 1..4 (default 1). It never must: only a timer's expiry is certain. */
  readonly times?: number;
}
/** Options of {@link hardirq}. */
export interface HardirqOptions extends InterruptOptions {
  /** IRQF_NO_THREAD, or nothing: then lockdep judges the handler as one that PREEMPT_RT runs in a thread. */
  readonly flags?: typeof IRQF_NO_THREAD;
  /**
   * With IRQF_NO_THREAD: the line is shared, and a handler that came before in the same interrupt may run in a thread. Then lockdep takes this
   * one for such a handler, too (`hardirq_threaded`), though it stays in hard interrupt context on PREEMPT_RT.
   */
  readonly after_threadable?: boolean;
}

/** A hard interrupt handler: comes on top of whatever its CPU does while interrupts are enabled there. */
export declare function hardirq(name: string, handler: Body, options?: HardirqOptions): Interrupt;
/** A line on which interrupts come. */
export interface Interrupt extends Context {
  readonly line: Kernel<"irq">;
}
/** What a handler of {@link request_threaded_irq} returns. */
export interface irqreturn_t extends Kernel<"irqreturn_t"> {}
/** It was not this device. */
export declare const IRQ_NONE: irqreturn_t;
/** All is done. */
export declare const IRQ_HANDLED: irqreturn_t;
/** The thread is woken: it runs once more, also when it runs now. */
export declare const IRQ_WAKE_THREAD: irqreturn_t;
/** Flag of {@link request_threaded_irq}: the interrupt does not come again until the thread has returned. */
export declare const IRQF_ONESHOT: unique symbol;

/** Options of {@link request_threaded_irq}. */
export interface ThreadedIrqOptions extends InterruptOptions {
  /** IRQF_ONESHOT, or nothing. With it the handler is never forced into a thread, so it may not take a spinlock_t. */
  readonly flags?: typeof IRQF_ONESHOT;
  /** The CPU of the thread. Default: one of its own. */
  readonly thread_cpu?: number;
}
/**
 * A handler in hard interrupt context, and a thread that may sleep, which runs when the handler returns IRQ_WAKE_THREAD. Without a handler (`null`)
 * every interrupt wakes the thread; that needs IRQF_ONESHOT.
 */
export declare function request_threaded_irq(
  name: string,
  handler: (() => irqreturn_t) | null,
  thread_fn: () => irqreturn_t,
  options?: ThreadedIrqOptions,
): Interrupt;

/** Keeps the handler from coming, and waits until it does not run, nor its thread. Nests. May sleep. */
export declare function disable_irq(irq: Interrupt): void;
/** As {@link disable_irq}, without waiting: the handler may run. */
export declare function disable_irq_nosync(irq: Interrupt): void;
/** As {@link disable_irq}, but busy: for atomic context. */
export declare function disable_hardirq(irq: Interrupt): void;
/** Undoes one {@link disable_irq}; what came meanwhile comes now. Once too often is a fault (`out-of-range`). */
export declare function enable_irq(irq: Interrupt): void;
/** Waits until the handler does not run. May sleep. */
export declare function synchronize_irq(irq: Interrupt): void;
/** As {@link synchronize_irq}, but busy: for atomic context. */
export declare function synchronize_hardirq(irq: Interrupt): void;
/** Keeps the handler from coming ever again, and waits until it does not run. May sleep. */
export declare function free_irq(irq: Interrupt): void;

/**
 * A softirq handler: comes while interrupts and bottom halves are enabled on its CPU and no handler runs there. Without `cpu` it may run on several
 * CPUs at once, as in the kernel, if it may come more than once (`times`).
 */
export declare function softirq(name: string, handler: Body, options?: InterruptOptions): Context;

/** A high-resolution timer inside an object; its callback gets the object (`container_of`). */
export interface hrtimer extends Kernel<"hrtimer"> {}
/** What an hrtimer callback returns. */
export interface hrtimer_restart extends Kernel<"hrtimer_restart"> {}
/** The timer stays off. */
export declare const HRTIMER_NORESTART: hrtimer_restart;
/** The timer is queued again. */
export declare const HRTIMER_RESTART: hrtimer_restart;

/** Expires in hard interrupt context also on PREEMPT_RT. */
export declare const HRTIMER_MODE_REL_HARD: unique symbol;
/** Expires in softirq context. */
export declare const HRTIMER_MODE_REL_SOFT: unique symbol;
/** Expires in hard interrupt context; on PREEMPT_RT in a softirq thread. The default. */
export declare const HRTIMER_MODE_REL: unique symbol;

/** Options of {@link hrtimer}. */
export interface HrtimerOptions extends Placement {
  /** Expiry mode. Default {@link HRTIMER_MODE_REL}. */
  readonly mode?: typeof HRTIMER_MODE_REL | typeof HRTIMER_MODE_REL_HARD | typeof HRTIMER_MODE_REL_SOFT;
  /** Queued from the start (default false). */
  readonly queued?: boolean;
  /** False: the expiry is so far off that it does not come while the model runs (default true). */
  readonly expires?: boolean;
}

/** A timer with its callback, as `hrtimer_setup` makes it. A queued timer may expire at any time, on any CPU unless `cpu` is given. */
export declare function hrtimer<T extends object>(callback: (owner: T) => hrtimer_restart, options?: HrtimerOptions): hrtimer;
/** Queues the timer, also while its callback runs. When it expires is no matter of a model. */
export declare function hrtimer_start(timer: hrtimer): void;
/** -1: the callback is running (nothing was changed); 1: it was queued and is not any more; 0: it was not queued. Never waits. */
export declare function hrtimer_try_to_cancel(timer: hrtimer): -1 | 0 | 1;
/**
 * Waits until the callback does not run, then dequeues; 1 when the timer was queued, else 0. On PREEMPT_RT it takes a sleeping lock when the
 * callback runs, unless the timer's mode is HARD.
 */
export declare function hrtimer_cancel(timer: hrtimer): 0 | 1;
/** True when the timer is queued. */
export declare function hrtimer_is_queued(timer: hrtimer): boolean;
/** True from expiry until the callback has returned. */
export declare function hrtimer_callback_running(timer: hrtimer): boolean;
/** True when the timer is queued or its callback runs. */
export declare function hrtimer_active(timer: hrtimer): boolean;

/** A nondeterministic choice: the model is checked for every one of `options`; of a pool, for every one of its objects. */
export declare function choose<T extends object>(from: import("./data.js").Pool<T>): T;
export declare function choose<const Options extends readonly [unknown, ...unknown[]]>(...options: Options): Options[number];
