// Data of which each CPU has its own (include/linux/percpu-defs.h).
//
//   const hits = DEFINE_PER_CPU(int(0, 7));
//   this_cpu_inc(hits);
//
// Whoever uses the data of its CPU has to be on one that is known: an interrupt handler needs the option `cpu`.

import type { Kernel } from "./brand.js";

/** One `int`, `wrapping` or `bool` for each CPU, at top level. */
export declare function DEFINE_PER_CPU<T extends number | boolean>(value: T): per_cpu_data<T>;
export interface per_cpu_data<T extends number | boolean> extends Kernel<"per_cpu"> {
  readonly of: T;
}
/** The value of the caller's CPU. */
export declare function this_cpu_read<T extends number | boolean>(data: per_cpu_data<T>): T;
/** Stores to that of the caller's CPU. What it stores is read before, as in `__this_cpu_write`: others of the CPU may come in between. */
export declare function this_cpu_write<T extends number | boolean>(data: per_cpu_data<T>, value: T): void;
/** Adds in one step, which nobody else of the CPU comes between. */
export declare function this_cpu_add(data: per_cpu_data<number>, value: number): void;
/** As {@link this_cpu_add} of 1. */
export declare function this_cpu_inc(data: per_cpu_data<number>): void;
/** As {@link this_cpu_add} of -1. */
export declare function this_cpu_dec(data: per_cpu_data<number>): void;
/** As {@link this_cpu_inc}; the new value. */
export declare function this_cpu_inc_return(data: per_cpu_data<number>): number;
/** The value of a CPU, known at compile time, whoever asks. */
export declare function per_cpu<T extends number | boolean>(data: per_cpu_data<T>, cpu: number): T;
