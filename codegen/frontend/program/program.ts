// Puts a program together: declarations, contexts with their graphs, and of all that is declared only what these use.

import { createDiagnostic, type Diagnostic, DiagnosticLog } from "../../diagnostics/index.js";
import type { Place } from "../../ir/expression.js";
import { type Context, cpuObject, type Program } from "../../ir/program.js";
import { relativePath } from "../../source/paths.js";
import { checkLists } from "../elaborate/check-lists.js";
import type { Choice, Elaboration } from "../elaborate/elaboration.js";
import { memberNames, memberOf } from "../elaborate/members.js";
import { elaborateModules } from "../elaborate/top-level.js";
import { LIMITS } from "../limits.js";
import type { LoadedModel } from "../load/load.js";
import { visitors } from "../lower/dispatch.js";
import { constantLowering } from "../lowering.js";
import { annotatedFields } from "./annotated.js";
import { checkCpus } from "./check-cpus.js";
import { checkQueues, checkSignals } from "./check-queues.js";
import { checkChoice } from "./choice.js";
import { lowerContexts } from "./contexts.js";
import { placeContexts } from "./cpus.js";
import { fieldsOf } from "./fields.js";
import { lockClassesOf, mapOf, rcuClass, withClasses } from "./lock-classes.js";
import { lowerProperties } from "./properties.js";
import { type Stretch, unusedBodies } from "./unused-bodies.js";
import { type Usage, usageOf } from "./usage.js";

export interface LoweredProgram {
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What of the model's files has no part in the program; looked for when it is asked. */
  readonly unused: () => readonly Stretch[];
}

export function buildProgram(loaded: LoadedModel, choice: Choice): LoweredProgram {
  const wrong = checkChoice(loaded, choice);
  if (wrong.length > 0) return { program: null, diagnostics: wrong, unused: () => [] };
  const model = startElaboration(loaded, choice);
  elaborateModules(model);
  elaborateObjects(model);
  checkLists(model);
  const properties = lowerProperties(model);
  const lowered = lowerContexts(model, properties);
  const nodes = lowered.graphs.reduce((sum, graph) => sum + graph.nodes.length, 0);
  if (nodes > LIMITS.nodes && !model.budget.reported)
    model.log.add(createDiagnostic("too-many-nodes", lowered.contexts[0]?.span ?? null, { limit: LIMITS.nodes }));
  if (lowered.contexts.length === 0 && !model.log.failed) model.log.add(createDiagnostic("no-context", startOfModel(loaded), {}));
  checkQueues(model);
  checkSignals(model);
  const placed = placeContexts(model, lowered.contexts);
  checkCpus(model, lowered.graphs, properties, placed);
  if (model.log.failed) return { program: null, diagnostics: model.log.all(), unused: () => [] };
  const usage = usageOf(
    model,
    lowered.graphs,
    properties,
    lowered.contexts.flatMap((context) => [...timerPlace(context), ...gatePlace(context)]),
  );
  const fields = fieldsOf(model, usage, cpuObjects(placed.cpus));
  const program: Program = {
    file: loaded.file,
    variants: Object.fromEntries(loaded.variants.map((axis) => [axis.name, choice.variants[axis.name] ?? axis.values[0] ?? ""])),
    parameters: Object.fromEntries(loaded.parameters.map((axis) => [axis.name, choice.parameters[axis.name] ?? axis.value])),
    configuration: choice.configuration,
    cpus: placed.cpus,
    queuedRwlocks: model.once.queuedRwlocks ?? true,
    objects: [
      ...[...model.instances.values()]
        .filter((instance) => usage.objects.has(instance.id))
        .map((instance) => ({ id: instance.id, className: instance.class.name })),
      ...(usage.perCpu ? cpuObjects(placed.cpus).map((id) => ({ id, className: "cpu" })) : []),
    ],
    memory: memoryOf(model, usage),
    pools: [...model.pools.values()]
      .filter((pool) => usage.pools.has(pool.id))
      .map((pool) => ({ id: pool.id, objects: pool.instances.map((instance) => instance.id) })),
    lockClasses: usedLockClasses(model, usage, placed.contexts),
    fields,
    annotated: annotatedFields(fields, lowered.graphs),
    workqueues: [...model.workqueues.values()],
    contexts: placed.contexts,
    graphs: lowered.graphs.map((graph) => withClasses(model, graph)),
    properties,
    expectation: model.once.expectation,
  };
  const { sources, named } = model;
  return { program, diagnostics: model.log.all(), unused: () => unusedBodies({ sources, named }) };
}

function revertedCommits(loaded: LoadedModel, choice: Choice): ReadonlySet<string> {
  const version = (axis: string): string => choice.variants[axis] ?? loaded.variants.find(({ name }) => name === axis)?.values[0] ?? "";
  return new Set(loaded.reverts.flatMap(({ axis, commits }) => commits[version(axis)] ?? []));
}

function startElaboration(loaded: LoadedModel, choice: Choice): Elaboration {
  return {
    sources: loaded.sources,
    choice,
    reverted: revertedCommits(loaded, choice),
    log: new DiagnosticLog(),
    visitors,
    classes: new Map(loaded.classes.map(({ node, name }) => [node, { node, name, instances: [], members: new Map() }])),
    instances: new Map(),
    pools: new Map(),
    wholeClasses: new Map(),
    fields: [],
    classOverrides: new Map(),
    topLevel: new Map(),
    named: new Set(),
    busy: new Set(),
    ids: new Set(),
    contexts: [],
    workqueues: new Map(),
    rcuCallbacks: new Map(),
    queueUses: new Map(),
    gates: new Map(),
    taskWorks: new Map(),
    soundSleepers: new Map(),
    properties: [],
    once: { cpus: null, queuedRwlocks: null, expectation: null },
    budget: { expansions: LIMITS.expansions, reported: false },
    assigned: loaded.assigned,
  };
}

/** Evaluates every field of every object; objects inside objects come to light on the way. */
function elaborateObjects(model: Elaboration): void {
  for (const instance of model.instances.values()) {
    for (const name of memberNames(instance.class)) memberOf(constantLowering(model), instance, name);
  }
}

/** Objects that are allocated or freed: those of a kmem_cache are not allocated at first. */
function memoryOf(model: Elaboration, usage: Usage): Program["memory"] {
  const caches = new Set(
    [...model.pools.values()].filter((pool) => !pool.allocated).flatMap((pool) => pool.instances.map((instance) => instance.id)),
  );
  return Object.fromEntries([...usage.memory].sort(byOrderIn(model)).map((id) => [id, !caches.has(id)]));
}

function byOrderIn(model: Elaboration): (a: string, b: string) => number {
  const order = new Map([...model.instances.keys()].map((id, index) => [id, index]));
  return (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0);
}

function usedLockClasses(model: Elaboration, usage: Usage, contexts: readonly Context[]): Program["lockClasses"] {
  const all = lockClassesOf(model);
  const used = [...all].filter(([id]) => usage.fields.has(id) || usage.fields.has(id.replace(/\.(?:lock|seqcount)$/u, "")));
  const maps = new Map(contexts.flatMap((context) => context.maps.map((id) => [id, mapOf(id)] as const)));
  return [
    ...new Map(used.map(([, lockClass]) => [lockClass.id, lockClass])).values(),
    ...maps.values(),
    ...[...usage.rcu].sort().map(rcuClass),
  ];
}

function cpuObjects(count: number): readonly string[] {
  return Array.from({ length: count }, (_, cpu) => cpuObject(cpu));
}

function startOfModel(loaded: LoadedModel) {
  return { file: relativePath(loaded.sources.root, `${loaded.sources.root}/${loaded.file}`), line: 0, column: 0, endLine: 0, endColumn: 0 };
}

/** What keeps a context from coming is looked at, whoever changes it. */
function gatePlace({ gate }: Pick<Context, "gate">): readonly Place[] {
  if (gate === null) return [];
  const object: Place["object"] = gate.object === null ? null : { kind: "value", value: { kind: "object", id: gate.object } };
  return [{ field: gate.field, object, nullable: false }];
}

/** The timer that starts a context is used, whether or not any code names it. */
function timerPlace({ timer }: Pick<Context, "timer">): readonly Place[] {
  if (timer === null) return [];
  const object: Place["object"] = timer.object === null ? null : { kind: "value", value: { kind: "object", id: timer.object } };
  return [{ field: timer.field, object, nullable: false }];
}
