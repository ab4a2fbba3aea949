// Completions (kernel/sched/completion.c): somebody waits until somebody else says that something is done.

import type { Kernel } from "./brand.js";

/** A completion, not done at first. Up to `max` (default 4) calls of {@link complete} may be ahead of their waits. */
export declare function completion(max?: number): completion;
export interface completion extends Kernel<"completion"> {}

/** Lets one waiter go on, now or later. */
export declare function complete(c: completion): void;
/**
 * Lets all waiters go on, until {@link reinit_completion}. In a hard interrupt that PREEMPT_RT does not run in a thread it is a violation
 * (`context-assertion`; kernel/sched/completion.c, lockdep_assert_RT_in_threaded_ctx).
 */
export declare function complete_all(c: completion): void;
/** Not done again. */
export declare function reinit_completion(c: completion): void;
/** Waits until it is done. May sleep. */
export declare function wait_for_completion(c: completion): void;
/** As {@link wait_for_completion}, but a signal may end the wait: 0 when it was done, else -512 (-ERESTARTSYS). */
export declare function wait_for_completion_interruptible(c: completion): 0 | -512;
/** As {@link wait_for_completion_interruptible}, for signals that kill. */
export declare function wait_for_completion_killable(c: completion): 0 | -512;
/** As {@link wait_for_completion}, but the wait may end at any time: 0 when it was not done. */
export declare function wait_for_completion_timeout(c: completion): 0 | 1;
/** True when it is done, which uses up one {@link complete}. Never waits. */
export declare function try_wait_for_completion(c: completion): boolean;
/** True when a wait would not have to wait. */
export declare function completion_done(c: completion): boolean;
