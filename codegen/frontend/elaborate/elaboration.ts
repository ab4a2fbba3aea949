// Everything that is known about a model for one choice, while it is being lowered.

import type { ts } from "ts-morph";
import type { DiagnosticLog } from "../../diagnostics/index.js";
import type { Configuration, Expectation, Workqueue } from "../../ir/program.js";
import type { Sources } from "../load/sources.js";
import type { Callable, Meaning } from "../meaning.js";
import type { Visitors } from "../visitors.js";
import type { ContextDeclaration, PropertyDeclaration } from "./declarations.js";
import type { Instance, ModelClass, ObjectPool, SharedField } from "./world.js";

/** One point of the matrix a model is checked for. */
export interface Choice {
  readonly variants: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, number>>;
  readonly configuration: Configuration;
}

/** What a model says of the class of a lock, by lockdep_set_class and its like. */
export interface ClassOverride {
  /** Id of the key; null: that of the declaration. */
  readonly key: string | null;
  /** What lockdep prints; null: the name of the declaration. */
  readonly name: string | null;
  /** The subclass of acquisitions that name none. */
  readonly subclass: number;
  readonly validate: boolean;
}

/** How code uses a wait queue: sleeps on it one way or the other, or wakes only those who sleep interruptibly. */
export type QueueUse = "interruptible" | "uninterruptible" | "woken";

export interface TaskWorks {
  readonly list: SharedField;
  /** Null as long as nothing is added. */
  readonly runner: SharedField | null;
  /** Some of it is added with TWA_SIGNAL. */
  readonly signals: boolean;
}

export interface Elaboration {
  /** By id of the lock's field. */
  readonly classOverrides: Map<string, ClassOverride>;
  readonly sources: Sources;
  readonly choice: Choice;
  /** Commits that the chosen versions do without. */
  readonly reverted: ReadonlySet<string>;
  readonly log: DiagnosticLog;
  readonly visitors: Visitors;
  readonly classes: Map<ts.Node, ModelClass>;
  readonly instances: Map<string, Instance>;
  readonly pools: Map<string, ObjectPool>;
  /** Pools of all objects of a class. */
  readonly wholeClasses: Map<ModelClass, ObjectPool>;
  readonly fields: SharedField[];
  /** Top-level names; `null` while the initialiser is being evaluated. */
  readonly topLevel: Map<ts.Symbol, Meaning | null>;
  /** Declarations of the top level that something lowered means by their name. */
  readonly named: Set<ts.Declaration>;
  readonly contexts: ContextDeclaration[];
  readonly properties: PropertyDeclaration[];
  /** Workqueues that are used, by id. */
  readonly workqueues: Map<string, Workqueue>;
  /** What is called after a grace period, by the field of the head; a null callback frees the object. */
  readonly rcuCallbacks: Map<SharedField, { readonly callback: Callable | null; readonly node: ts.Node }>;
  /** How wait queues are used, and where first. */
  readonly queueUses: Map<SharedField, Map<QueueUse, ts.Node>>;
  /** Numbers that keep contexts from coming, by the name of the interrupt or the field of the tasklet. */
  readonly gates: Map<string | SharedField, SharedField>;
  /** By task: the list of its task work, and what is queued when it has to run some in user space. */
  readonly taskWorks: Map<string, TaskWorks>;
  /** Where a task makes itself sleep so that no signal wakes it, by task: the first place. */
  readonly soundSleepers: Map<string, ts.Node>;
  /** What appears at most once in a model. */
  readonly once: { cpus: number | null; queuedRwlocks: boolean | null; expectation: Expectation | null };
  /** Field initialisers that are being evaluated. */
  readonly busy: Set<ts.Node>;
  /** Ids of top-level declarations that are taken. */
  readonly ids: Set<string>;
  /** How many expansions of calls may still come. */
  readonly budget: { expansions: number; reported: boolean };
  /** Symbols that some statement assigns to. */
  readonly assigned: ReadonlySet<ts.Symbol>;
}

/** `wanted`, or, when another file took it, `wanted'2`. */
export function freshId(model: Elaboration, wanted: string): string {
  let id = wanted;
  for (let copy = 2; model.ids.has(id); copy++) id = `${wanted}'${copy}`;
  model.ids.add(id);
  return id;
}
