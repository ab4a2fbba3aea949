// What a model skeleton consists of, before it is text: locks, and contexts that are one path of calls each.

export type SectionType = "rcu" | "rcu_bh" | "rcu_sched";
export type LockType = "spinlock_t" | "raw_spinlock_t" | "rwlock_t" | "mutex" | "rw_semaphore" | SectionType;

export interface LockPlan {
  /** `&ctx->wqh#2`, without a subclass. */
  readonly className: string;
  readonly type: LockType;
  /** What could not be read off the report; null: nothing. */
  readonly guess: string | null;
  /** Several objects of the class. */
  readonly objects: number;
}

export type Mode = "write" | "read";
/** What is switched off with the lock. */
export type Variant = "" | "_irq" | "_irqsave" | "_bh";

export interface Take {
  readonly lock: LockPlan;
  /** Which of the objects of the class. */
  readonly object: number;
  readonly subclass: number;
  readonly mode: Mode;
  readonly variant: Variant;
  /** The lock is taken in a function of this name that has returned. */
  readonly helper: string | null;
  readonly guess: string | null;
}

/** A function on the way, with what is taken in it before the next one is called. */
export interface Frame {
  readonly name: string;
  readonly takes: readonly Take[];
  /** Comments on what the function does not do here. */
  readonly notes: readonly string[];
}

export type Deed =
  | { readonly kind: "take"; readonly take: Take }
  | { readonly kind: "release"; readonly lock: LockPlan; readonly object: number; readonly mode: Mode }
  /** `called` may sleep, a function of the kernel; null: the text does not name it. */
  | { readonly kind: "might-sleep"; readonly called: string | null; readonly atomic: Atomic | null }
  | { readonly kind: "rcu-use"; readonly call: RcuCall; readonly guesses: readonly string[] };

/** What makes a context atomic besides the locks that it holds. */
export interface Atomic {
  readonly by: "interrupts" | "preemption" | "rcu";
  /** The function in which that was begun, where the text says so. */
  readonly since: string | null;
}

/** `rcu_dereference_protected` stands for whatever asks for something that is not there. */
export type RcuCall = "rcu_dereference" | "rcu_dereference_bh" | "rcu_dereference_protected" | "synchronize_rcu";

export type ContextKind = "task" | "kworker" | "softirq" | "hardirq";

export interface ContextPlan {
  readonly kind: ContextKind;
  readonly name: string;
  /** Outermost first; never empty. */
  readonly frames: readonly Frame[];
  /** What the innermost function does at last. */
  readonly deed: Deed | null;
  readonly workqueue: string | null;
  readonly work: string | null;
  /** Null: a CPU of its own, or any where it is an interrupt. */
  readonly cpu: number | null;
  readonly threaded: boolean;
}

/** Uses of locks since boot, by anybody: they make the characters in `{..-.}`. */
export interface Company {
  readonly kind: "task" | "softirq" | "hardirq";
  /** One after the other, each released again. */
  readonly takes: readonly Take[];
}

export interface Expectation {
  readonly kind: "wait-context" | "circular-wait" | "unlock-balance" | "sleep-in-atomic" | "rcu-usage";
  readonly lock: string | null;
  readonly function: string | null;
}

export interface ModelPlan {
  readonly contexts: readonly ContextPlan[];
  readonly company: readonly Company[];
  readonly expectation: Expectation;
  /** PROVE_RAW_LOCK_NESTING of the kernel that reported. */
  readonly rawNesting: boolean;
  readonly rawNestingGuessed: boolean;
  /** Comments at the top. */
  readonly notes: readonly string[];
}
