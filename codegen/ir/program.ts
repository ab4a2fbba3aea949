// A whole model, for one combination of variants, parameters and kernel configuration.

import type { Expression, Value } from "./expression.js";
import type { FlowGraph } from "./graph.js";
import type { Span } from "./source.js";

export type LockType = "spinlock_t" | "raw_spinlock_t" | "rwlock_t" | "mutex" | "rw_semaphore";

/** Locks that many readers may hold at a time. */
export const READER_TYPES: ReadonlySet<LockType> = new Set<LockType>(["rwlock_t", "rw_semaphore"]);

/** A lock class as lockdep knows it: printed name, version (2 prints `#2`), and the type that gives its wait types. */
export interface LockClass {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly type: LockType | "rcu" | "map";
}

export type FieldType =
  /** `wraps`: values are taken modulo max+1 (min is 0) when stored; otherwise storing one outside min..max is the fault `out-of-range`. */
  | { readonly kind: "int"; readonly min: number; readonly max: number; readonly wraps: boolean }
  | { readonly kind: "bool" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "ref"; readonly objects: readonly string[]; readonly nullable: boolean }
  | { readonly kind: "lock"; readonly lockClass: string; readonly type: LockType }
  /** `node`: the node field through which entries are linked. */
  | { readonly kind: "list-head"; readonly node: string }
  | { readonly kind: "list-node" }
  /** Something that is queued to run later: an hrtimer, a timer, a work item, an RCU callback, … */
  | { readonly kind: "deferred" }
  /** `lock`: the id of the lock field of the queue. */
  | { readonly kind: "wait-queue"; readonly lock: string };

/** A shared field. `owners` are the objects that have it, null for a top-level declaration (one instance). */
export interface Field {
  readonly id: string;
  /** As in the model: `timeout_list`. */
  readonly name: string;
  /** Class of the objects, null at top level. */
  readonly className: string | null;
  readonly owners: readonly string[] | null;
  readonly type: FieldType;
  /** First value by owner (key "" at top level): for int, bool, enum, ref. */
  readonly initial: Readonly<Record<string, Value>>;
  /** First entries by owner: for list-head. */
  readonly entries: Readonly<Record<string, readonly string[]>>;
  readonly span: Span;
}

/** An object that exists from the start. */
export interface ModelObject {
  /** As one would write it: `ctx`, `timeouts[0]`, `ctx.ev_fd`. */
  readonly id: string;
  readonly className: string;
}

export interface Pool {
  readonly id: string;
  readonly objects: readonly string[];
}

export type ContextKind = "task" | "kworker" | "softirq" | "hardirq" | "hrtimer" | "rcu" | "timer" | "tasklet" | "irq-work";

/** `ordered`: its items run one at a time, in the order in which they were queued. `name`: as lockdep prints it. */
export interface Workqueue {
  readonly id: string;
  readonly name: string;
  readonly ordered: boolean;
}

/** lockdep's view of an interrupt context: `threadable` (CONFIG) or not (SPIN). Tasks: null. */
export interface Context {
  readonly id: string;
  readonly kind: ContextKind;
  readonly graph: string;
  /** Value of the expression `argument`. */
  readonly argument: Value | null;
  /** Tasks and kworkers have exactly one; interrupts any of several. */
  readonly cpus: readonly number[];
  /** hardirq, softirq: how often it may come. Else 0. */
  readonly times: number;
  /** What starts it, of a context that runs each time something was queued (hrtimer, work item); `expires` false means never. */
  readonly timer: { readonly field: string; readonly object: string | null; readonly expires: boolean } | null;
  /** At which level it interrupts: an hrtimer of mode SOFT is a softirq. Tasks: "task". */
  readonly level: "task" | "softirq" | "hardirq";
  /** False for a hard interrupt that lockdep takes as never threaded (IRQF_NO_THREAD, a HARD mode hrtimer). */
  readonly threadable: boolean;
  /** Lock classes of the maps held around the body, outermost first (workqueue, work item). */
  readonly maps: readonly string[];
  /** Work items: the id of the workqueue. */
  readonly workqueue: string | null;
  readonly span: Span;
}

export type FindingKind =
  | "wait-context"
  | "sleep-in-atomic"
  | "circular-wait"
  | "stuck"
  | "unlock-balance"
  | "held-at-end"
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

/** What lockdep reports: specs/lib/lockdep. */
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
  | "sleep-in-atomic";

/** What lockdep is expected to say; `rule` null: nothing. */
export interface ExpectedOpinion {
  readonly rule: LockdepRule | null;
  readonly lock: string | null;
  readonly function: string | null;
}

export type Property =
  | { readonly kind: "invariant"; readonly name: string; readonly condition: Expression; readonly span: Span }
  /** Some reachable state satisfies the condition. */
  | { readonly kind: "reachable"; readonly name: string; readonly condition: Expression; readonly span: Span }
  | {
      readonly kind: "eventually";
      readonly name: string;
      readonly condition: Expression;
      readonly fairness: "weak" | "strong";
      readonly span: Span;
    };

export interface Expectation {
  readonly verdict: "verified" | "violated";
  readonly kind: FindingKind | null;
  readonly lock: string | null;
  readonly function: string | null;
  readonly property: string | null;
  /** Null: not stated. */
  readonly lockdep: ExpectedOpinion | null;
  readonly span: Span;
}

export interface Configuration {
  readonly name: "raw-lock-nesting" | "no-raw-lock-nesting";
  readonly proveRawLockNesting: boolean;
}

export interface Program {
  /** Path of the model file, relative, with `/`. */
  readonly file: string;
  /** Version chosen on each axis, in order of declaration. */
  readonly variants: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, number>>;
  readonly configuration: Configuration;
  /** CPUs are numbered 0..cpus-1. */
  readonly cpus: number;
  /** CONFIG_QUEUED_RWLOCKS: readers of an rwlock_t outside of interrupts queue behind waiting writers. */
  readonly queuedRwlocks: boolean;
  readonly objects: readonly ModelObject[];
  /** Objects that are allocated or freed while the model runs, and whether they are allocated at first. All others exist for ever. */
  readonly memory: Readonly<Record<string, boolean>>;
  readonly pools: readonly Pool[];
  readonly lockClasses: readonly LockClass[];
  readonly fields: readonly Field[];
  readonly workqueues: readonly Workqueue[];
  readonly contexts: readonly Context[];
  readonly graphs: readonly FlowGraph[];
  readonly properties: readonly Property[];
  readonly expectation: Expectation | null;
}
