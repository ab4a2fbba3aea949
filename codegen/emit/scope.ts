// What every part of the emitter looks things up in: which variable a field or local is, which string names an instance.

import type { AlikeObjects } from "../analysis/alike/index.js";
import { hasFlushing } from "../analysis/deferred.js";
import { hasGracePeriods } from "../analysis/grace-periods.js";
import type { Place } from "../ir/expression.js";
import { hiddenForks } from "../ir/forks.js";
import { assertedBy, type Local, setsSleeping } from "../ir/graph.js";
import type { LocatedProgram } from "../ir/located.js";
import { type Context, type Field, isHandler, type LockClass, type Program, READER_TYPES, runsOnce } from "../ir/program.js";
import type { Tla } from "../tla/ast.js";
import { apply, name, string, table } from "../tla/build.js";
import { createNames, type Names } from "./names.js";

/** A TLA+ variable of the generated module and what it stands for. */
export type Variable =
  | { readonly kind: "field"; readonly name: string; readonly field: Field }
  /** `contexts`: who has this local; a single one has a plain variable, several a function. */
  | {
      readonly kind: "local";
      readonly name: string;
      readonly local: string;
      readonly function: string;
      readonly label: string;
      readonly contexts: readonly string[];
    };

export interface Scope {
  readonly located: LocatedProgram;
  readonly program: Program;
  readonly names: Names;
  readonly fields: ReadonlyMap<string, Extract<Variable, { kind: "field" }>>;
  readonly locals: ReadonlyMap<string, Extract<Variable, { kind: "local" }>>;
  /** Constant tables that expressions needed, by name: filled while translating. */
  readonly tables: Map<string, Tla>;
  /** Labels of the places that steps go through without a stop. */
  readonly passed: ReadonlySet<string>;
  /** Groups of contexts that can change places. */
  readonly crowds: readonly (readonly string[])[];
  /** Objects that can change places, with their contexts. */
  readonly alike: readonly AlikeObjects[];
  /** {@link Reduced.bare} */
  readonly bare: boolean;
  /** Numbers of the ways through such places, by their labels: filled while translating. */
  readonly ways: Map<string, number>;
  /** Labels of the places with two ways on of which the places reached do not say which were taken. */
  readonly forks: ReadonlySet<string>;
  /** Labels of the faults that some step can end in: filled while translating. */
  readonly faults: Set<string>;
  readonly uses: {
    readonly readers: boolean;
    readonly semaphores: boolean;
    readonly seqcounts: boolean;
    readonly annotations: boolean;
    readonly interrupts: boolean;
    readonly lists: boolean;
    readonly timers: boolean;
    readonly contextAssertions: boolean;
    readonly works: boolean;
    readonly flushing: boolean;
    readonly gracePeriods: boolean;
    readonly rcuUses: boolean;
    /** Some writer becomes a reader. */
    readonly downgrades: boolean;
    readonly waitQueues: boolean;
    /** Somebody may be about to sleep; else all are running for ever. */
    readonly sleeps: boolean;
    readonly exclusiveWaiters: boolean;
    readonly memory: boolean;
    readonly sharedCpus: boolean;
  };
}

/** The kinds of fields that are instances in a variable of specs/lib rather than variables of their own. */
const INSTANCES: ReadonlySet<Field["type"]["kind"]> = new Set(["lock", "semaphore", "list-head", "list-node", "deferred", "wait-queue"]);

/** What may be left out of a specification. */
export interface Reduced {
  readonly passed: ReadonlySet<string>;
  readonly crowds: readonly (readonly string[])[];
  readonly alike: readonly AlikeObjects[];
  /** Without rules, and without what tells where a search comes: another has judged and told. */
  readonly bare: boolean;
}

export const NOT_REDUCED: Reduced = { passed: new Set(), crowds: [], alike: [], bare: false };

export function createScope(located: LocatedProgram, { passed, crowds, alike, bare }: Reduced = NOT_REDUCED): Scope {
  const { program } = located;
  const names = createNames();
  const fields = new Map<string, Extract<Variable, { kind: "field" }>>();
  for (const field of program.fields) {
    if (INSTANCES.has(field.type.kind)) continue;
    const variable = names.of(`field ${field.id}`, [field.name, `${field.className ?? "model"}_${field.name}`]);
    fields.set(field.id, { kind: "field", name: variable, field });
  }
  const sleeps = program.graphs.some(({ nodes }) => nodes.some(({ operation }) => setsSleeping(operation)));
  const has = (kind: Field["type"]["kind"]): boolean => program.fields.some((field) => field.type.kind === kind);
  const cpuOfTasks = program.contexts.filter((context) => context.level === "task").map((task) => task.cpus[0]);
  return {
    located,
    program,
    names,
    fields,
    locals: collectLocals(located, names),
    tables: new Map(),
    passed,
    crowds,
    alike,
    bare,
    ways: new Map(),
    forks: new Set(hiddenForks(located).map(({ label }) => label)),
    faults: new Set(),
    uses: {
      readers: program.fields.some(({ type }) => type.kind === "lock" && READER_TYPES.has(type.type)),
      semaphores: has("semaphore"),
      seqcounts: program.fields.some(({ type }) => type.kind === "lock" && type.type === "seqcount_t"),
      annotations: program.annotated.length > 0,
      interrupts: program.contexts.some(isHandler),
      lists: has("list-head") || has("list-node") || stackLists(located).length > 0,
      timers: has("deferred") || hasFlushing(program),
      flushing: hasFlushing(program),
      gracePeriods: hasGracePeriods(program),
      downgrades: program.graphs.some(({ nodes }) => nodes.some(({ operation }) => operation.kind === "downgrade")),
      rcuUses: program.graphs.some(({ nodes }) => nodes.some(({ operation }) => operation.kind === "rcu-use")),
      contextAssertions: program.graphs.some(({ nodes }) => nodes.some(({ operation }) => assertedBy(operation).length > 0)),
      works: program.workqueues.length > 0,
      waitQueues: has("wait-queue") || sleeps,
      sleeps,
      exclusiveWaiters: hasExclusiveWaiters(program),
      memory: Object.keys(program.memory).length > 0,
      sharedCpus: new Set(cpuOfTasks).size < cpuOfTasks.length,
    },
  };
}

/** How locals are told apart in traces: by name, by function where one has two of a name, by number where one function has. */
function localLabels(locals: readonly Local[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name, function: owner } of locals) {
    const twins = locals.some((other) => other.id !== id && other.name === name);
    const wanted = twins ? `${name} in ${owner}` : name;
    let label = wanted;
    for (let copy = 2; taken.has(label); copy++) label = `${wanted} (${copy})`;
    taken.add(label);
    labels.set(id, label);
  }
  return labels;
}

function collectLocals(located: LocatedProgram, names: Names): ReadonlyMap<string, Extract<Variable, { kind: "local" }>> {
  const locals = new Map<string, { function: string; label: string; wishes: string[]; contexts: string[] }>();
  for (const { graph } of located.graphs) {
    const labels = localLabels(graph.locals.filter(({ type }) => type.kind === "value"));
    const runners = located.program.contexts.filter((context) => context.graph === graph.id).map((context) => context.id);
    for (const local of graph.locals) {
      if (local.type.kind !== "value") continue;
      const known = locals.get(local.id) ?? {
        function: local.function,
        label: labels.get(local.id) ?? local.name,
        wishes: [local.name, `${local.function}_${local.name}`],
        contexts: [],
      };
      known.contexts.push(...runners);
      locals.set(local.id, known);
    }
  }
  return new Map(
    [...locals].map(([id, { wishes, ...local }]) => [id, { kind: "local", name: names.of(`local ${id}`, wishes), local: id, ...local }]),
  );
}

/** Heads of lists on the stack: one instance for each context that has it. */
export function stackLists(
  located: LocatedProgram,
): readonly { readonly local: string; readonly context: string; readonly node: string; readonly instance: string }[] {
  return located.graphs.flatMap(({ graph }) =>
    graph.locals.flatMap(({ type, ...local }) =>
      type.kind !== "list-head"
        ? []
        : located.program.contexts
            .filter((context) => context.graph === graph.id)
            .map((context) => ({
              local: local.id,
              context: context.id,
              node: type.node,
              instance: `${local.name}${local.id === firstOfName(graph.locals, local.name) ? "" : ` (${local.id})`} of ${context.id}`,
            })),
    ),
  );
}

function firstOfName(locals: readonly { readonly id: string; readonly name: string }[], wanted: string): string | undefined {
  return locals.find((local) => local.name === wanted)?.id;
}

/** All lists, shared or on stacks, that are linked through one of the nodes. */
export function listsThrough(scope: Scope, nodes: ReadonlySet<string>): readonly string[] {
  const shared = scope.program.fields.flatMap((field) =>
    field.type.kind === "list-head" && nodes.has(field.type.node) ? instancesOf(field).map(({ instance: text }) => text) : [],
  );
  const onStack = stackLists(scope.located).flatMap(({ node, instance: text }) => (nodes.has(node) ? [text] : []));
  return [...shared, ...onStack];
}

/** How the model writes an instance of a field: `ctx.timeout_lock`, `timeouts[0].timer`, `A`. */
export function instanceName(field: Field, owner: string | null): string {
  return owner === null ? field.name : `${owner}.${field.name}`;
}

/** All instances of a field with their owners. */
export function instancesOf(field: Field): readonly { readonly owner: string | null; readonly instance: string }[] {
  return field.owners === null
    ? [{ owner: null, instance: field.name }]
    : field.owners.map((owner) => ({ owner, instance: instanceName(field, owner) }));
}

export function fieldOf(program: Program, id: string): Field {
  const field = program.fields.find((candidate) => candidate.id === id);
  if (field === undefined) throw new Error(`no field '${id}'`);
  return field;
}

export function tasksOf(program: Program): readonly Context[] {
  return program.contexts.filter((context) => context.level === "task");
}

/** Work items, and on PREEMPT_RT the threads of handlers: they run as tasks do, each time they were asked to. */
export function worksOf(program: Program): readonly Context[] {
  return program.contexts.filter((context) => context.level === "task" && !runsOnce(context));
}

export function handlersOf(program: Program): readonly Context[] {
  return program.contexts.filter((context) => context.level !== "task");
}

/** The string that names the instance a place stands for; `object` is the place's object in TLA+. */
export function instance(scope: Scope, place: Place, object: Tla | null): Tla {
  const field = fieldOf(scope.program, place.field);
  const [only, ...others] = instancesOf(field);
  if (only !== undefined && others.length === 0) return string(only.instance);
  if (object === null) return string(field.name);
  if (object.kind === "string") return string(instanceName(field, object.value));
  const tableName = scope.names.of(`table ${field.id}`, [`${field.className ?? "model"}_${field.name}`]);
  scope.tables.set(tableName, table(instancesOf(field).map(({ owner, instance: text }) => [owner ?? "", string(text)])));
  return apply(name(tableName), object);
}

/** Printed name of a class, with version and subclass. */
export function className(lockClass: LockClass, subclass: number): string {
  return `${lockClass.name}${lockClass.version > 1 ? `#${lockClass.version}` : ""}${subclass > 0 ? `/${subclass}` : ""}`;
}

/** Some context waits so that not every wake-up wakes it. */
function hasExclusiveWaiters({ graphs }: Program): boolean {
  return graphs.some(({ nodes }) => nodes.some(({ operation }) => operation.kind === "wait-prepare" && operation.exclusive));
}
