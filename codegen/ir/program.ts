// A whole model, for one combination of variants, parameters and kernel configuration.

import type { Expression, Value } from "./expression.js";
import type { FlowGraph } from "./graph.js";
import type { Span } from "./source.js";

export type LockType =
  | "spinlock_t"
  | "raw_spinlock_t"
  | "rwlock_t"
  | "local_lock_t"
  | "bit_spinlock"
  /** Its owner is the context that writes. */
  | "seqcount_t"
  | "mutex"
  | "rt_mutex"
  | "rw_semaphore"
  | "percpu_rw_semaphore"
  | "srcu_struct"
  | "lockdep_map"
  /** DEFINE_WAIT_OVERRIDE_MAP, by the wait type that it stands for. */
  | "override free"
  | "override spin"
  | "override config"
  | "override sleep";

/** Locks that many readers may hold at a time. */
export const READER_TYPES: ReadonlySet<LockType> = new Set<LockType>(["rwlock_t", "rw_semaphore", "percpu_rw_semaphore"]);

/** What only lockdep and the typestate know: nobody ever waits for one, so it is no part of the state. */
export const ANNOTATION_TYPES: ReadonlySet<LockType> = new Set<LockType>([
  "local_lock_t",
  "srcu_struct",
  "lockdep_map",
  "override free",
  "override spin",
  "override config",
  "override sleep",
]);

/** An interrupt, also one that runs in a thread. */
export function isHandler(context: Context): boolean {
  return context.level !== "task" || context.thread;
}

/** A task that runs from the start to its end; other contexts come, and return to where they came from. */
export function runsOnce(context: Context): boolean {
  return context.level === "task" && context.timer === null && !context.thread;
}

/** Contexts hold the lock, and others wait for it: it is a part of the state. On PREEMPT_RT that is true of a local_lock_t, too. */
export function isInState(program: Program, type: LockType): boolean {
  return !ANNOTATION_TYPES.has(type) || (type === "local_lock_t" && program.configuration.preemptRt);
}

/** RCU read-side sections; a class each. */
export type RcuFlavour = "rcu" | "rcu_bh" | "rcu_sched";

/** What gives a class its wait types; `map` is one that the kernel holds around a work item. */
export type ClassType = LockType | RcuFlavour | "map";

/** A lock class as lockdep knows it: printed name, version (2 prints `#2`), and the type that gives its wait types. */
export interface LockClass {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly type: ClassType;
}

export type FieldType =
  /** `wraps`: values are taken modulo max+1 (min is 0) when stored; otherwise storing one outside min..max is the fault `out-of-range`. */
  | { readonly kind: "int"; readonly min: number; readonly max: number; readonly wraps: boolean }
  | { readonly kind: "bool" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "ref"; readonly objects: readonly string[]; readonly nullable: boolean }
  | { readonly kind: "lock"; readonly lockClass: string; readonly type: LockType }
  /** A counting semaphore with 0..max permits. */
  | { readonly kind: "semaphore"; readonly max: number }
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
  /** First value by owner (key "" at top level): for int, bool, enum, ref, semaphore. */
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
  /** An interrupt handler that runs in a thread of its own (PREEMPT_RT): its level is "task", and it is idle until it comes. */
  readonly thread: boolean;
  /** Interrupts are off from its coming to its return, though it is no hard interrupt (TIMER_IRQSAFE). */
  readonly irqSafe: boolean;
  /** Lock classes of the maps held around the body, outermost first (workqueue, work item). */
  readonly maps: readonly string[];
  /** It does not come while this number is not 0: its interrupt line, or its tasklet, is disabled. */
  readonly gate: { readonly field: string; readonly object: string | null } | null;
  /** It comes only when this task is done: the task in user space. */
  readonly after: string | null;
  /** Work items: the id of the workqueue. */
  readonly workqueue: string | null;
  readonly span: Span;
}

export type FindingKind =
  | "wait-context"
  | "sleep-in-atomic"
  | "rcu-usage"
  | "context-assertion"
  | "circular-wait"
  | "stuck"
  | "unlock-balance"
  | "held-at-end"
  | "assertion"
  | "invariant"
  | "eventually"
  | "reachable"
  | "held-lock-freed"
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
  | "debug-locks"
  | "sleep-in-atomic"
  | "rcu-usage"
  | "context-assertion";

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
  readonly name: "raw-lock-nesting" | "no-raw-lock-nesting" | "preempt-rt";
  readonly proveRawLockNesting: boolean;
  /** spinlock_t and its like sleep, handlers run in threads. */
  readonly preemptRt: boolean;
}

/** Id of the field of the lock, one for each CPU, that keeps softirqs out on PREEMPT_RT (kernel/softirq.c, softirq_ctrl). */
export const SOFTIRQ_LOCK = "softirq_ctrl.lock";

/** Id of the object that stands for a CPU, for fields with an instance on each. */
export function cpuObject(cpu: number): string {
  return `CPU ${cpu}`;
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
  /** Ids of lock fields of which the state says how often each context has told lockdep of each instance (`mutex_acquire`, `lock_map_acquire`). */
  readonly annotated: readonly string[];
  readonly workqueues: readonly Workqueue[];
  readonly contexts: readonly Context[];
  readonly graphs: readonly FlowGraph[];
  readonly properties: readonly Property[];
  readonly expectation: Expectation | null;
}
