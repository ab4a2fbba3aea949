// What a model declares for one choice of variants and parameters: classes, objects, pools, shared fields. All of it exists from the start.

import type { ts } from "ts-morph";
import type { Value } from "../../ir/expression.js";
import type { LockType } from "../../ir/program.js";
import type { Callable, Meaning } from "../meaning.js";

/** A class of the model that objects are made of. */
export interface ModelClass {
  readonly node: ts.ClassDeclaration;
  readonly name: string;
  readonly instances: Instance[];
  /** Fields by member name, filled as they are first evaluated. */
  readonly members: Map<string, Member>;
}

export interface Instance {
  /** `ctx`, `timeouts[0]`, `ctx.ev_fd` */
  readonly id: string;
  readonly class: ModelClass;
  /** It is a const of a module, not part of a pool or of another object. */
  readonly topLevel: boolean;
  /** Arguments of parameter properties and parameters. */
  readonly parameters: ReadonlyMap<ts.Symbol, Meaning>;
}

export interface ObjectPool {
  readonly id: string;
  readonly class: ModelClass;
  readonly instances: readonly Instance[];
  /** From the start; else it is a kmem_cache. */
  readonly allocated: boolean;
}

/** A declaration inside a class: a shared field, or a constant for each object. */
export type Member =
  | { readonly kind: "shared"; readonly field: SharedField }
  | { readonly kind: "constant"; readonly byObject: Map<string, Meaning> };

export type HrtimerMode = "HRTIMER_MODE_REL" | "HRTIMER_MODE_REL_HARD" | "HRTIMER_MODE_REL_SOFT";

/** How one timer, work item or the like was set up. */
export interface TimerSetup {
  /** Null: it frees the object (kfree_rcu). */
  readonly callback: Callable | null;
  readonly callbackNode: ts.Node;
  /** Null for what is no hrtimer. */
  readonly mode: HrtimerMode | null;
  readonly queued: boolean;
  readonly expires: boolean;
  readonly cpu: number | null;
}

export type SharedType =
  | { readonly kind: "int"; readonly min: number; readonly max: number; readonly wraps: boolean }
  | { readonly kind: "atomic"; readonly min: number; readonly max: number }
  /** A reference count; `kref` is one that a release function goes with. */
  | { readonly kind: "refcount" | "kref"; readonly max: number }
  | { readonly kind: "bool" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "ref"; readonly target: ModelClass; readonly nullable: boolean }
  | { readonly kind: "lock"; readonly type: LockType; readonly name: string | null }
  | { readonly kind: "semaphore"; readonly max: number }
  | { readonly kind: "class-key" }
  | { readonly kind: "seqlock"; readonly name: string | null }
  | { readonly kind: "list-head"; readonly target: ModelClass; readonly member: string }
  | { readonly kind: "list-node" }
  | { readonly kind: "hrtimer" }
  | { readonly kind: "work" | "kthread-work" | "delayed-work" | "timer-list" | "tasklet" }
  | { readonly kind: "irq-work"; readonly hard: boolean }
  /** The thread of an interrupt handler. */
  | { readonly kind: "irq-thread" }
  /** An instance on each CPU. */
  | { readonly kind: "per-cpu"; readonly of: Extract<SharedType, { kind: "int" | "bool" }> }
  | { readonly kind: "task-work" }
  /** What a task runs in user space when it has task work. */
  | { readonly kind: "task-work-runner" }
  | { readonly kind: "rcu-head" }
  | { readonly kind: "completion"; readonly max: number }
  | { readonly kind: "wait-queue"; readonly name: string | null };

/** First state of one field of one object. */
export interface Initial {
  readonly value: Value | null;
  readonly entries: readonly Instance[];
  readonly timer: TimerSetup | null;
}

/** A field that is part of the state; one for all objects of its class. */
export interface SharedField {
  readonly id: string;
  readonly name: string;
  readonly class: ModelClass | null;
  readonly type: SharedType;
  readonly node: ts.Node;
  /** By owner: object id, `""` at top level. */
  readonly initial: Map<string, Initial>;
  /** Constants that differ between objects: data that nothing stores to. */
  readonly fixed: boolean;
}

/** Key of the only owner of a top-level field. */
export const TOP_LEVEL = "";

/** Types whose fields are read and stored like variables. */
export function isPlain(type: SharedType): boolean {
  return type.kind === "int" || type.kind === "bool" || type.kind === "enum" || type.kind === "ref";
}

/** The object is a const of a file, named by it. */
export function isTopLevelConst(instance: Instance): boolean {
  return instance.topLevel;
}
