// The language of lock models. Nothing here runs: models are compiled, never executed, so all of it is declarations.

export type { Kernel } from "./brand.js";
export * from "./completions.js";
export * from "./contexts.js";
export * from "./data.js";
export * from "./deferred.js";
export * from "./guards.js";
export * from "./lists.js";
export * from "./lockdep.js";
export * from "./locks.js";
export * from "./memory.js";
export * from "./per-cpu.js";
export * from "./properties.js";
export * from "./rcu.js";
export * from "./readers.js";
export * from "./semaphores.js";
export * from "./seqlocks.js";
export * from "./task-work.js";
export * from "./waiting.js";
export * from "./works.js";
