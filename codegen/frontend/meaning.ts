// What an expression of a model means to the compiler: a value of the program, a place, or something that exists only at compile time.

import type { ts } from "ts-morph";
import type { Expression, Place, Value } from "../ir/expression.js";
import type { Expectation, ExpectedOpinion, Workqueue } from "../ir/program.js";
import type { ObjectPool, SharedField } from "./elaborate/world.js";
import type { Scope } from "./scope.js";

/** A function or arrow of the model, with the scope it was written in. */
export interface Callable {
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction;
  readonly name: string;
  readonly scope: Scope | null;
  /** Macros that were being expanded where an arrow was written, for finding recursion. */
  readonly chain: readonly ts.Node[];
}

export type Meaning =
  /** `nullable`: may be NULL whatever its type says, because another context can change what is read. */
  | { readonly kind: "value"; readonly expression: Expression; readonly nullable: boolean }
  /** A field that is no plain value: a lock, list, node, timer, wait queue or atomic_t. */
  | { readonly kind: "place"; readonly place: Place; readonly field: SharedField }
  | { readonly kind: "queue-lock"; readonly place: Place; readonly field: SharedField }
  | { readonly kind: "local-list"; readonly local: string; readonly node: SharedField }
  | { readonly kind: "flags"; readonly local: string }
  | { readonly kind: "callable"; readonly callable: Callable }
  | { readonly kind: "language"; readonly name: string }
  | { readonly kind: "pool"; readonly pool: ObjectPool }
  | { readonly kind: "workqueue"; readonly workqueue: Workqueue }
  | { readonly kind: "context"; readonly id: string }
  | { readonly kind: "contexts"; readonly ids: readonly string[] }
  /** `members`: what they are where the literal stands in code or a property; null: constants, looked up in the literal. */
  | { readonly kind: "record"; readonly node: ts.ObjectLiteralExpression; readonly members: ReadonlyMap<string, Meaning> | null }
  | { readonly kind: "verdict"; readonly verdict: Omit<Expectation, "span"> }
  | { readonly kind: "opinion"; readonly opinion: ExpectedOpinion }
  | { readonly kind: "void" }
  /** A diagnostic was reported: say nothing more about it. */
  | { readonly kind: "invalid" };

export const INVALID: Meaning = { kind: "invalid" };
export const VOID: Meaning = { kind: "void" };

export function valueOf(expression: Expression, nullable = false): Meaning {
  return { kind: "value", expression, nullable };
}

export function constant(value: Value): Meaning {
  return valueOf({ kind: "value", value });
}

export function integer(value: number): Meaning {
  return constant({ kind: "int", value });
}

export function boolean(value: boolean): Meaning {
  return constant({ kind: "bool", value });
}

export function text(value: string): Meaning {
  return constant({ kind: "enum", value });
}

export const NULL_EXPRESSION: Expression = { kind: "value", value: { kind: "null" } };

/** The value when it is known at compile time. */
export function constantOf(meaning: Meaning): Value | null {
  return meaning.kind === "value" && meaning.expression.kind === "value" ? meaning.expression.value : null;
}

/** What of `meaning` the program evaluates: a value, or the object that has the lock, list or other place; null when it is all known. */
export function evaluatedPart(meaning: Meaning): Expression | null {
  switch (meaning.kind) {
    case "value":
      return meaning.expression;
    case "place":
    case "queue-lock":
      return meaning.place.object;
    default:
      return null;
  }
}

/** `meaning` with `part` in the place of what `evaluatedPart` gives. */
export function withEvaluatedPart(meaning: Meaning, part: Expression): Meaning {
  switch (meaning.kind) {
    case "value":
      return { ...meaning, expression: part };
    case "place":
    case "queue-lock":
      return { ...meaning, place: { ...meaning.place, object: part } };
    default:
      return meaning;
  }
}

/** `meaning` for a message: "a lock". */
export function describe(meaning: Meaning): string {
  switch (meaning.kind) {
    case "value":
      return "a value";
    case "place":
      return placeNames[meaning.field.type.kind];
    case "queue-lock":
      return "a lock";
    case "local-list":
      return "a list";
    case "flags":
      return "saved interrupt state";
    case "callable":
      return "a function";
    case "language":
      return `'${meaning.name}' of the language`;
    case "pool":
      return "a pool";
    case "workqueue":
      return "a workqueue";
    case "context":
      return "a context";
    case "contexts":
      return "a group of contexts";
    case "record":
      return "an object literal";
    case "verdict":
      return "a verdict";
    case "opinion":
      return "an opinion of lockdep";
    case "void":
    case "invalid":
      return "nothing";
  }
}

const placeNames: Readonly<Record<SharedField["type"]["kind"], string>> = {
  int: "a number",
  bool: "a boolean",
  enum: "a string",
  ref: "a reference",
  atomic: "an atomic_t",
  refcount: "a refcount_t",
  kref: "a kref",
  lock: "a lock",
  semaphore: "a semaphore",
  "class-key": "a lock class key",
  seqlock: "a seqlock_t",
  "list-head": "a list",
  "list-node": "a list node",
  hrtimer: "an hrtimer",
  work: "a work item",
  "kthread-work": "a kthread_work",
  "delayed-work": "a delayed work item",
  "timer-list": "a timer",
  tasklet: "a tasklet",
  "irq-work": "an irq_work",
  "irq-thread": "the thread of an interrupt handler",
  "per-cpu": "data of each CPU",
  "task-work": "a task_work",
  "task-work-runner": "the task work of a task",
  "rcu-head": "an rcu_head",
  completion: "a completion",
  "wait-queue": "a wait queue",
};
