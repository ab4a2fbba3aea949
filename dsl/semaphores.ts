// Counting semaphores. Permits belong to nobody: who takes one and who gives it back need not be the same, and lockdep sees neither.

import type { Kernel } from "./brand.js";

/** A semaphore with `count` permits (default 1); never more than `max` (default `count`, at least 1): `up` beyond that is `out-of-range`. */
export declare function semaphore(count?: number, max?: number): semaphore;
export interface semaphore extends Kernel<"semaphore"> {}

/** Waits, sleeping, until there is a permit and takes it. */
export declare function down(sem: semaphore): void;
/** As {@link down}; 0, or -EINTR when there is none and a signal comes first: then no permit is taken. */
export declare function down_interruptible(sem: semaphore): number;
/** As {@link down_interruptible}, for fatal signals. */
export declare function down_killable(sem: semaphore): number;
/** As {@link down}; 0, or -ETIME when there is none and the time is over first: then no permit is taken. */
export declare function down_timeout(sem: semaphore): number;
/** Takes a permit if there is one. True when there was *none*, other than the trylock of a lock. Never waits. */
export declare function down_trylock(sem: semaphore): boolean;
/** Gives a permit; from any context. */
export declare function up(sem: semaphore): void;
