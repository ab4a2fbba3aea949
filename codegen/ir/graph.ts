// The flow graph of an execution context: functions inlined, one node per step of the source.
// docs/semantics.md defines what each operation does.

import type { Expression, ListRef, Place } from "./expression.js";
import type { Program, RcuFlavour } from "./program.js";
import type { Frame, Span } from "./source.js";

/** What an assignment stores to. Local variables belong to the running context. */
export type Target = { readonly kind: "local"; readonly local: string } | { readonly kind: "place"; readonly place: Place };

export interface Assignment {
  readonly target: Target;
  readonly value: Expression;
}

/**
 * lockdep's `read`: 0, 1 and 2. Whoever acquires shared waits behind a waiting writer, shared-recursive only for one that holds the lock.
 * `read_lock` is shared in the flow graph; at its locations (codegen/analysis/typestate.ts) it is shared-recursive where the kernel's is.
 */
export type LockMode = "exclusive" | "shared" | "shared-recursive";

/** What lockdep is told of an acquisition. */
export interface Acquisition {
  readonly lock: Place;
  /** The kernel function that does it: `raw_spin_lock_irqsave`. */
  readonly function: string;
  /** 0..7 */
  readonly subclass: number;
  readonly mode: LockMode;
  /** The lock under which locks of this class may be nested (`mutex_lock_nest_lock`). */
  readonly nest: Place | null;
  /** False: lockdep only keeps it on the stack of held locks (RCU sections, classes that are not validated). */
  readonly check: boolean;
}

/** What can be waited for as far as it is there when the wait begins. */
export type FlushTarget =
  /** The last time the item was queued. */
  | { readonly kind: "item"; readonly item: Place }
  /** The item, which is taken off its queue as item-dequeue does it, as far as it runs. */
  | { readonly kind: "cancel"; readonly item: Place; readonly timer: Place | null }
  /** All items of the queue that are queued or run. */
  | { readonly kind: "workqueue"; readonly workqueue: string }
  /** A task to its end, a handler as far as it runs. */
  | { readonly kind: "context"; readonly context: string }
  /** The item as far as it runs. */
  | { readonly kind: "running"; readonly item: Place }
  /** All RCU read sections. */
  | { readonly kind: "readers" }
  /** All read sections of one srcu_struct. */
  | { readonly kind: "srcu-readers"; readonly srcu: string }
  /** All callbacks of call_rcu that were asked for or run. */
  | { readonly kind: "rcu-callbacks" };

/** The item that is waited for, where it is one, and its timer. */
export function placesOfTarget(what: FlushTarget): readonly Place[] {
  if (what.kind !== "item" && what.kind !== "cancel" && what.kind !== "running") return [];
  return what.kind === "cancel" && what.timer !== null ? [what.item, what.timer] : [what.item];
}
/**
 * `nofs`: under memalloc_nofs_save. `softirq-lock-not-needed`, `softirq-lock-kept`: on PREEMPT_RT the outermost local_bh_disable takes a lock
 * of the CPU, and the last local_bh_enable releases it.
 */
export type Unless = "nofs" | "softirq-lock-not-needed" | "softirq-lock-kept";
export type Conditional = Extract<Operation, { kind: "acquire" | "release" | "annotate" | "annotate-release" | "rcu" }>;

/**
 * What a kernel function asserts of its caller's context, in its words. Sources: include/linux/seqlock.h, seqprop_assert of a seqcount_t;
 * kernel/softirq.c, __local_bh_disable_ip and __local_bh_enable_ip; kernel/time/timer.c, __timer_delete_sync; kernel/sched/completion.c,
 * complete_all.
 */
export type ContextAssertion =
  | "lockdep_assert_preemption_disabled"
  | "lockdep_assert_irqs_enabled"
  | "lockdep_assert_RT_in_threaded_ctx"
  | "WARN_ON(in_hardirq())";

/** In the order in which the kernel asks; the rule about them is docs/semantics.md, section 6, rule 6. */
export function assertedBy(operation: Operation): readonly ContextAssertion[] {
  return "asserts" in operation ? (operation.asserts ?? []) : [];
}

/** All successors are ids of nodes of the same graph. */
export type Operation =
  /**
   * All right sides are evaluated in the state before, then all targets are stored: one step. `indivisible`: also where a plain
   * statement would be split because it touches open data twice (atomic_t operations, the start of a list walk).
   */
  | {
      readonly kind: "assign";
      readonly assignments: readonly Assignment[];
      readonly indivisible: boolean;
      readonly asserts?: readonly ContextAssertion[];
      readonly next: string;
    }
  /** `implied`: inside of a function of the language; where it is known at a location, it is none there, and none that goes one way is reported. */
  | {
      readonly kind: "branch";
      readonly condition: Expression;
      readonly implied?: true;
      readonly whenTrue: string;
      readonly whenFalse: string;
    }
  | { readonly kind: "choose"; readonly target: Target; readonly options: readonly Expression[]; readonly next: string }
  /** Waits until nobody is in the way, then takes the lock: alone, or as one of its readers. */
  | { readonly kind: "acquire"; readonly acquisition: Acquisition; readonly next: string }
  /** Takes the lock if nobody is in the way. `result`, where given, becomes true or false. */
  | {
      readonly kind: "try-acquire";
      readonly acquisition: Acquisition;
      readonly result: string | null;
      readonly taken: string;
      readonly failed: string;
    }
  | {
      readonly kind: "release";
      readonly lock: Place;
      readonly mode: "exclusive" | "shared";
      readonly function: string;
      readonly next: string;
    }
  /** The writer becomes a reader, in one step. */
  | { readonly kind: "downgrade"; readonly lock: Place; readonly function: string; readonly next: string }
  /** `save` and `restore` name the local that stands for the flags; it is no variable of the state, its value is known at each location. */
  | { readonly kind: "irq"; readonly action: "disable" | "enable"; readonly next: string }
  | { readonly kind: "irq"; readonly action: "save" | "restore"; readonly flags: string; readonly next: string }
  | {
      readonly kind: "bottom-halves";
      readonly action: "disable" | "enable";
      readonly asserts?: readonly ContextAssertion[];
      readonly next: string;
    }
  | { readonly kind: "preemption"; readonly action: "disable" | "enable"; readonly next: string }
  | { readonly kind: "rcu"; readonly action: "lock" | "unlock"; readonly flavour: RcuFlavour; readonly next: string }
  /** Lockdep is told of an acquisition that nobody waits for; `sync` (lock_sync) holds nothing afterwards. */
  | { readonly kind: "annotate"; readonly action: "acquire" | "try" | "sync"; readonly acquisition: Acquisition; readonly next: string }
  | { readonly kind: "annotate-release"; readonly lock: Place; readonly function: string; readonly next: string }
  /** From here on allocations of this context do not enter the file system; `flags` names the local that stands for what was so before. */
  | { readonly kind: "nofs"; readonly action: "save" | "restore"; readonly flags: string; readonly next: string }
  /** Done, or not, depending on what the context holds: at its locations it is the operation, or nothing (codegen/analysis/at-location.ts). */
  | { readonly kind: "unless"; readonly unless: Unless; readonly operation: Conditional }
  /** Waits until there is a permit, then takes it. */
  | { readonly kind: "down"; readonly semaphore: Place; readonly next: string }
  | {
      readonly kind: "try-down";
      readonly semaphore: Place;
      readonly result: string | null;
      readonly taken: string;
      readonly failed: string;
    }
  | { readonly kind: "up"; readonly semaphore: Place; readonly next: string }
  /** Waits until nobody writes, then reads undisturbed until somebody begins to. */
  | { readonly kind: "seq-read"; readonly seqcount: Place; readonly next: string }
  /** Ends reading: `again` when somebody began to write meanwhile. `result`, where given, becomes true then, else false. */
  | { readonly kind: "seq-retry"; readonly seqcount: Place; readonly result: string | null; readonly again: string; readonly done: string }
  /** Begins writing: disturbs all readers, waits for nobody. The end is a release. */
  | {
      readonly kind: "seq-write";
      readonly acquisition: Acquisition;
      readonly asserts?: readonly ContextAssertion[];
      readonly next: string;
    }
  /** The lock is as new: free, whoever held it. */
  | { readonly kind: "lock-init"; readonly lock: Place; readonly function: string; readonly next: string }
  | { readonly kind: "might-sleep"; readonly next: string }
  /** A pointer is read that RCU protects: a read section of this flavour has to be there. `null`: the model says when, and it is not so here. */
  | { readonly kind: "rcu-use"; readonly flavour: RcuFlavour | null; readonly function: string; readonly next: string }
  /** `front` is list_add, `back` is list_add_tail; `wasEmpty` (llist_add) becomes true when the list was empty before. */
  | {
      readonly kind: "list-add";
      readonly node: Place;
      readonly list: ListRef;
      readonly where: "front" | "back";
      readonly wasEmpty: string | null;
      readonly next: string;
    }
  /** Puts `node` beside `other`, which must be on a list, else the fault `list-corruption`. */
  | { readonly kind: "list-insert"; readonly node: Place; readonly other: Place; readonly where: "before" | "after"; readonly next: string }
  | { readonly kind: "list-remove"; readonly node: Place; readonly leave: "self-linked" | "poisoned"; readonly next: string }
  | { readonly kind: "list-move"; readonly node: Place; readonly list: ListRef; readonly where: "front" | "back"; readonly next: string }
  /** `intoEmpty` (llist_del_all): `to` must be empty, else the fault `list-corruption`. */
  | {
      readonly kind: "list-splice";
      readonly from: ListRef;
      readonly to: ListRef;
      readonly where: "front" | "back";
      readonly intoEmpty: boolean;
      readonly next: string;
    }
  /** llist_del_first: the entry pushed last, or NULL, goes to `result` and its node becomes self-linked. */
  | { readonly kind: "list-take-first"; readonly list: ListRef; readonly result: string; readonly next: string }
  | { readonly kind: "timer-start"; readonly timer: Place; readonly next: string }
  | { readonly kind: "timer-try-cancel"; readonly timer: Place; readonly result: string | null; readonly next: string }
  /** Waits until the callback does not run, then dequeues. */
  | {
      readonly kind: "timer-cancel";
      readonly timer: Place;
      readonly result: string | null;
      readonly asserts?: readonly ContextAssertion[];
      readonly next: string;
    }
  /**
   * Puts the caller on the queue (if it is not on it) and sets its task state to sleeping. The caller holds the queue's lock. `exclusive`:
   * behind the other exclusive ones, of whom a wake-up wakes only so many.
   */
  | { readonly kind: "wait-prepare"; readonly queue: Place; readonly exclusive: boolean; readonly next: string }
  /** Waits until the caller's task state is running. */
  | { readonly kind: "schedule"; readonly next: string }
  /** Sets the caller's task state. */
  | { readonly kind: "set-task-state"; readonly state: "running" | "sleeping"; readonly next: string }
  /** Sets the task state of another to running. */
  | { readonly kind: "wake-task"; readonly context: string; readonly next: string }
  /** Sets the caller's task state to running; in the same step goes to `queued` when the caller is on the queue, else to `unqueued`. */
  | { readonly kind: "wait-run"; readonly queue: Place; readonly queued: string; readonly unqueued: string }
  /** Takes the caller off the queue, if it is on it. The caller holds the queue's lock. */
  | { readonly kind: "wait-finish"; readonly queue: Place; readonly next: string }
  /**
   * Sets the task state of all waiters to running and takes them off the queue, but of the exclusive ones only the first `most` that sleep; 0:
   * all of them. The caller holds the queue's lock.
   */
  | { readonly kind: "wake"; readonly queue: Place; readonly most: number; readonly next: string }
  /**
   * Any object of the pool that is not allocated becomes allocated, its fields get their first values, and it goes to `result`; or, if it
   * `mayFail`, NULL does. One that may not fail waits for an object.
   */
  | { readonly kind: "allocate"; readonly pool: string; readonly result: string; readonly mayFail: boolean; readonly next: string }
  /** The object, one of `objects`, is not allocated any more. If it may be NULL (`nullable`): NULL is nothing to free. */
  | {
      readonly kind: "free";
      readonly object: Expression;
      readonly objects: readonly string[];
      readonly nullable: boolean;
      readonly next: string;
    }
  /** Waits until the condition holds; the stores are part of the same step, and within the ranges of their targets. */
  | { readonly kind: "await"; readonly condition: Expression; readonly assignments: readonly Assignment[]; readonly next: string }
  /**
   * Queues the item, unless it is queued, or somebody waits until he has cancelled it. `result`: whether it did. `workqueue`: of a work item.
   * `delays`: the item is the timer of this delayed work item; it is not queued either while that is, or the timer's function runs.
   * `afresh` (mod_delayed_work): both are taken out of their queues first, in the same step; it waits while the timer's function runs, and
   * `result` says whether one was queued.
   */
  | {
      readonly kind: "item-queue";
      readonly item: Place;
      readonly workqueue: string | null;
      readonly delays: Place | null;
      readonly afresh?: true;
      readonly result: string | null;
      readonly next: string;
    }
  /** Queues the callback of the head, to be called when all read sections of now, those of `srcu` if it is given, have ended; queued already: the fault `list-corruption`. */
  | { readonly kind: "rcu-call"; readonly head: Place; readonly srcu: string | null; readonly next: string }
  /** Takes the item off its queue, and the timer, if it is delayed: that waits while the timer's function runs. `result`: whether one was queued. */
  | {
      readonly kind: "item-dequeue";
      readonly item: Place;
      readonly timer: Place | null;
      readonly result: string | null;
      readonly next: string;
    }
  /** Notes what to wait for and goes to `busy`, or to `idle` when there is nothing. `result`: whether there is; of `cancel`: whether it was queued. */
  | {
      readonly kind: "flush-begin";
      readonly what: FlushTarget;
      readonly result: string | null;
      readonly busy: string;
      readonly idle: string;
    }
  /** Waits until all that flush-begin noted is over. */
  | { readonly kind: "flush-wait"; readonly what: FlushTarget; readonly next: string }
  /** `debugLocks`: lockdep hears of it when the condition is false (DEBUG_LOCKS_WARN_ON). */
  | { readonly kind: "assert"; readonly condition: Expression; readonly message: string; readonly debugLocks?: true; readonly next: string }
  /** The context's body returns; `restart` says what an hrtimer callback returned (HRTIMER_RESTART). */
  | { readonly kind: "end"; readonly restart: boolean };

export interface Node {
  readonly id: string;
  readonly operation: Operation;
  readonly span: Span;
  /** Outermost function first. */
  readonly stack: readonly Frame[];
  /** The function of the language whose call it is. */
  readonly call?: string;
}

/**
 * A variable of one context. `list-head` is a list on the stack, linked through the node field `node`; `flags` holds saved interrupt state.
 * A local has a value only between an assignment and the last use; before that it is NULL.
 */
export interface Local {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly type: LocalType;
}
export type LocalType = { readonly kind: "value" } | { readonly kind: "list-head"; readonly node: string } | { readonly kind: "flags" };

/** A way out of a node that leads through a `return` of the source, which is no step of its own. */
export interface Return {
  readonly from: string;
  /** Index into the successors of `from`. */
  readonly way: number;
  readonly span: Span;
  readonly stack: readonly Frame[];
}

/** Control flow of all contexts that run the same body. */
export interface FlowGraph {
  readonly id: string;
  /** The outermost function. */
  readonly function: string;
  readonly locals: readonly Local[];
  readonly entry: string;
  readonly nodes: readonly Node[];
  /** For reports only. */
  readonly returns?: readonly Return[];
}

/** Successors of a node, in source order. */
export function successors(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "branch":
      return [operation.whenTrue, operation.whenFalse];
    case "try-acquire":
    case "try-down":
      return [operation.taken, operation.failed];
    case "seq-retry":
      return [operation.again, operation.done];
    case "unless":
      return [operation.operation.next];
    case "wait-run":
      return [operation.queued, operation.unqueued];
    case "flush-begin":
      return [operation.busy, operation.idle];
    case "end":
      return [];
    default:
      return [operation.next];
  }
}

/** Some context may be about to sleep. */
export function setsSleeping(operation: Operation): boolean {
  return operation.kind === "wait-prepare" || (operation.kind === "set-task-state" && operation.state === "sleeping");
}

/** The graph that `context` runs. */
export function graphOf(program: Program, graph: string): FlowGraph {
  const found = program.graphs.find((candidate) => candidate.id === graph);
  if (found === undefined) throw new Error(`no flow graph '${graph}'`);
  return found;
}

/** `operation` with every successor replaced. */
export function retarget(operation: Operation, to: (successor: string) => string): Operation {
  switch (operation.kind) {
    case "branch":
      return { ...operation, whenTrue: to(operation.whenTrue), whenFalse: to(operation.whenFalse) };
    case "try-acquire":
    case "try-down":
      return { ...operation, taken: to(operation.taken), failed: to(operation.failed) };
    case "unless":
      return { ...operation, operation: { ...operation.operation, next: to(operation.operation.next) } };
    case "seq-retry":
      return { ...operation, again: to(operation.again), done: to(operation.done) };
    case "wait-run":
      return { ...operation, queued: to(operation.queued), unqueued: to(operation.unqueued) };
    case "flush-begin":
      return { ...operation, busy: to(operation.busy), idle: to(operation.idle) };
    case "end":
      return operation;
    default:
      return { ...operation, next: to(operation.next) };
  }
}
