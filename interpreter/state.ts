// A state that people and other programs can read: what `decode` makes of a packed state, what the harness makes of a state that TLC
// prints, and what the two are compared as. Plain data, no undefined, keys in any order.
//
// It has every part of the table in docs/semantics.md section 2 that the program uses, whole: one entry for each instance. A part that the program
// does not use is an empty object.

/** An integer, a boolean, a string of a `oneOf`, the id of an object, or NULL. What it is follows from the declaration. */
export type PlainValue = number | boolean | string | null;

export interface InterpretedState {
  /** Every context: a label, `idle`, `done`, or a fault label. */
  readonly pc: Readonly<Record<string, string>>;
  /** Data fields (`int`, `wrapping`, `bool`, `oneOf`, `ref`, `atomic_t`) by instance key. */
  readonly fields: Readonly<Record<string, PlainValue>>;
  /** Locks by instance key: the id of the owning context, null when free. */
  readonly owners: Readonly<Record<string, string | null>>;
  /** Locks that may have readers, by instance key: how often each context reads, left out where it does not. */
  readonly readers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Locks of which lockdep is told by hand, by instance key: how often each context has told it, left out where it has not. */
  readonly annotated: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Seqcounts by instance key: the contexts that read undisturbed, in the order of the program's contexts. */
  readonly undisturbed: Readonly<Record<string, readonly string[]>>;
  /** Semaphores by instance key: the permits that are left. */
  readonly permits: Readonly<Record<string, number>>;
  /** List heads by instance key, and heads on a stack by {@link localListKey}: ids of the entries, first entry first. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** List nodes by instance key: `self-linked`, `poisoned`, or the key of the list they are on, as in `lists`. */
  readonly nodes: Readonly<Record<string, string>>;
  /** hrtimers by instance key: queued or not. */
  readonly timers: Readonly<Record<string, boolean>>;
  /** Objects that are allocated and freed, by id: allocated or not. */
  readonly memory: Readonly<Record<string, boolean>>;
  /** Of every context, if the program waits for what is there: what it still waits for, `context way`, sorted. */
  readonly awaited: Readonly<Record<string, readonly string[]>>;
  /** Workqueues whose items run one at a time, by id: the contexts of the queued items, in order. */
  readonly lines: Readonly<Record<string, readonly string[]>>;
  /** Wait queues by instance key: ids of the waiting contexts, in the order of the program's contexts (a queue is a set). */
  readonly queues: Readonly<Record<string, readonly string[]>>;
  /** If any context of the program can wait exclusively, wait queues by instance key: ids of those who do, in their order; else empty. */
  readonly exclusive: Readonly<Record<string, readonly string[]>>;
  /** Task state of every context, if any context of the program can wait on a queue; else empty. */
  readonly tasks: Readonly<Record<string, "running" | "sleeping">>;
  /** For every CPU number the handler that is active there, null for none; empty if the program has no context of that level. */
  readonly hardirq: Readonly<Record<string, string | null>>;
  readonly softirq: Readonly<Record<string, string | null>>;
  /** How often each context of kind `hardirq` or `softirq` may still come. hrtimers have no entry. */
  readonly remaining: Readonly<Record<string, number>>;
  /** For every context that has any: its locals of type `value` by id; NULL when they have no value. */
  readonly locals: Readonly<Record<string, Readonly<Record<string, PlainValue>>>>;
}

export const SELF_LINKED = "self-linked";
export const POISONED = "poisoned";

/** Key of a shared field of an object, or of a top-level declaration (`object` null): `Ring.lock@ring`, `count`. */
export function instanceKey(field: string, object: string | null): string {
  return object === null || object === "" ? field : `${field}@${object}`;
}

/** Key in `lists` of a list head on the stack of a context. */
export function localListKey(context: string, local: string): string {
  return `${context}/${local}`;
}

/** One text for one state: equal exactly when the states are. */
export function canonicalText(state: InterpretedState): string {
  return JSON.stringify(components(state));
}

/** Names of the components in which two states differ, as in `pc[A]`, `owners[lock]`, `locals[A][n]`: with both values. */
export function differences(expected: InterpretedState, found: InterpretedState): readonly string[] {
  const right = new Map(components(found));
  const left = new Map(components(expected));
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  return names
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => `${name}: ${left.get(name) ?? "absent"}, found ${right.get(name) ?? "absent"}`);
}

/** Name and text of each component, sorted by name. */
function components(state: InterpretedState): readonly (readonly [string, string])[] {
  const { locals, readers, annotated, ...tables } = state;
  const rows = Object.entries(tables).flatMap(([part, table]) => texts(part, table));
  const ofLocals = Object.entries(locals).flatMap(([context, table]) => texts(`locals[${context}]`, table));
  const ofReaders = Object.entries(readers).flatMap(([lock, table]) => texts(`readers[${lock}]`, table));
  const ofAnnotated = Object.entries(annotated).flatMap(([lock, table]) => texts(`annotated[${lock}]`, table));
  return [...rows, ...ofReaders, ...ofAnnotated, ...ofLocals].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function texts(part: string, table: Readonly<Record<string, PlainValue | readonly string[]>>): readonly (readonly [string, string])[] {
  return Object.entries(table).map(([key, value]) => [`${part}[${key}]`, JSON.stringify(value)] as const);
}
