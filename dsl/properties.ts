// What must hold, what is expected, and what a model is checked for.

import type { Context } from "./contexts.js";

/** A fault (`assertion`) of the context that comes here while `condition` is false. */
export declare function assert(condition: boolean, message?: string): void;

/** `condition` holds in every reachable state, between any two steps. */
export declare function invariant(name: string, condition: () => boolean): void;

/**
 * What is assumed of the scheduler by {@link eventually}: `weak`, a context that can go on without interruption does go on, and a queued timer
 * expires; `strong`, one that can go on again and again does go on (no starvation at a lock).
 */
export type Fairness = "weak" | "strong";

/** In every execution there comes a state in which `condition` holds. */
export declare function eventually(name: string, condition: () => boolean, options?: { readonly fairness?: Fairness }): void;

/**
 * Some execution comes to a state in which `condition` holds; the check shows the shortest way there. Says that the model is not empty: that the race
 * can be lost, that the slow path is taken.
 */
export declare function reachable(name: string, condition: () => boolean): void;

/** True when the context has come to its end. Only in properties. */
export declare function finished(context: Context): boolean;

/** The kinds of findings; `docs/diagnostics` has a page for each. */
export type FindingKind =
  | "wait-context"
  | "sleep-in-atomic"
  | "rcu-usage"
  | "context-assertion"
  | "circular-wait"
  | "stuck"
  | "unlock-balance"
  | "held-at-end"
  | "held-lock-freed"
  | "assertion"
  | "invariant"
  | "eventually"
  | "reachable"
  | "list-corruption"
  | "null-dereference"
  | "use-after-free"
  | "double-free"
  | "free-active"
  | "refcount"
  | "out-of-range";

/** What {@link expect} expects. */
export interface Verdict {
  readonly verdict: "verified" | "violated";
}
/** Narrows an expected violation. */
export interface ViolationDetail {
  /** Class name of the lock that is being acquired or released. */
  readonly lock?: string;
  /** Function in which the violating step stands. */
  readonly in?: string;
  /** Name of the property, or message of the assertion. */
  readonly property?: string;
}
/** No reachable state violates anything. */
export declare function verified(): Verdict;
/** The check finds a violation of this kind. */
export declare function violates(kind: FindingKind, detail?: ViolationDetail): Verdict;
/** What lockdep reports; `docs/lockdep.md` says what each is. */
export type LockdepRule =
  | "recursion"
  | "circular"
  | "inconsistent-usage"
  | "irq-inversion"
  | "irq-order"
  | "wait-context"
  | "nest-lock"
  | "unlock-balance"
  | "held-freed"
  | "held-at-end"
  | "debug-locks"
  | "sleep-in-atomic"
  | "rcu-usage"
  | "context-assertion";

/** What {@link expect} expects of lockdep. */
export interface Opinion {
  readonly lockdep: LockdepRule | "silent";
}
/** lockdep, run over everything that executions reach, reports this first; `"silent"`: it reports nothing. */
export declare function lockdep(rule: LockdepRule | "silent", detail?: Pick<ViolationDetail, "lock" | "in">): Opinion;
/**
 * The verdict that this model must get, and with `opinion` also what lockdep must say; at most one in a model. Without it `verified` is expected,
 * and what lockdep says does not count unless `--strict` is given.
 */
export declare function expect(verdict: Verdict, opinion?: Opinion): void;

/** A number known at compile time that the command line may change: `--set timeouts=3`. */
export declare function param(name: string, value: number, bounds: { readonly min: number; readonly max: number }): number;

/** A version of the code, like an #ifdef: the model is checked once for each. The name of the const names the axis. */
export declare function variant<const Names extends readonly [string, ...string[]]>(...names: Names): Names[number];

/**
 * True when the code is to be as it is with commit `hash` applied: the switch with which a library tells a kernel from the one before.
 * Known at compile time, and true unless the model takes the commit out with {@link revert}: `const fixed = commit("a9c83a0ab66a")`.
 */
export declare function commit(hash: string): boolean;

/** The commits that each version of the model does without: `revert(version, { before: ["a9c83a0ab66a"], after: [] })`. */
export declare function revert<Name extends string>(axis: Name, commits: { readonly [Key in Name]: readonly string[] }): void;

/** The entry of `table` for the version `axis`; known at compile time. */
export declare function select<Name extends string, T>(axis: Name, table: { readonly [Key in Name]: T }): T;

/** The kernel configuration the model is compiled for; known at compile time. */
export declare const config: {
  /** CONFIG_PROVE_RAW_LOCK_NESTING: spinlock_t counts as a lock that sleeps on PREEMPT_RT. */
  readonly PROVE_RAW_LOCK_NESTING: boolean;
  /** CONFIG_PREEMPT_RT: spinlock_t and its like sleep, interrupt handlers run in threads. */
  readonly PREEMPT_RT: boolean;
};
/** Names of kernel configurations. */
export type ConfigurationName = "raw-lock-nesting" | "no-raw-lock-nesting" | "preempt-rt";
/** The configurations this model is checked for (default: only `raw-lock-nesting`, the default of current kernels). */
export declare function configurations(...names: readonly [ConfigurationName, ...ConfigurationName[]]): void;
