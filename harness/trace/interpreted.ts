// A state as TLC prints it -> the same state as the interpreter writes it, so that two readings of one model can be compared.

import { instancesOf, stackLists, type Variable } from "../../codegen/emit/scope.js";
import { setsSleeping } from "../../codegen/ir/graph.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { FieldType } from "../../codegen/ir/program.js";
import { type InterpretedState, instanceKey, localListKey, type PlainValue } from "../../interpreter/index.js";
import type { TlaValue } from "../../tla-tools/index.js";
import { entriesOf, textOf } from "./flat-state.js";

/** Reads TLC states of one program. `variables`: as the emitter named them. */
export function stateReader(
  program: LocatedProgram,
  variables: readonly Variable[],
): (state: ReadonlyMap<string, TlaValue>) => InterpretedState {
  const keys = instanceKeys(program);
  const key = (name: string): string => keys.get(name) ?? name;
  const order = new Map(program.program.contexts.map((context, index) => [context.id, index]));
  const hasLevel = (level: string): boolean => program.program.contexts.some((context) => context.level === level);
  const waits = program.graphs.some(({ locations }) => locations.some(({ node }) => setsSleeping(node.operation)));
  return (state) => {
    const table = <Value>(name: string, read: (value: TlaValue) => Value, rename: (entry: string) => string = key): Record<string, Value> =>
      Object.fromEntries(entriesOf(state.get(name)).map(([entry, value]) => [rename(entry), read(value)]));
    const inOrder = (value: TlaValue): readonly string[] =>
      [...elementsOf(value)].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const same = (name: string): string => name;
    return {
      pc: table("pc", textOf, same),
      fields: fieldsOf(state, variables),
      owners: table("owner", textOrNull),
      readers: table("readers", countsOf),
      annotated: table("annotated", countsOf),
      undisturbed: table("undisturbed", inOrder),
      permits: table("permits", (value) => (value.kind === "int" ? value.value : 0)),
      lists: table("lists", elementsOf),
      nodes: table("linked", (value) => key(textOf(value))),
      timers: table("queued", (value) => value.kind === "bool" && value.value),
      memory: table("alive", (value) => value.kind === "bool" && value.value, same),
      awaited: table("awaited", pairsOf, same),
      lines: table("lines", elementsOf, same),
      queues: table("waiters", inOrder),
      exclusive: table("exclusive", elementsOf),
      tasks: waits ? table("task_state", (value) => (textOf(value) === "sleeping" ? "sleeping" : "running"), same) : {},
      hardirq: hasLevel("hardirq") ? table("hardirq", textOrNull, same) : {},
      softirq: hasLevel("softirq") ? table("softirq", textOrNull, same) : {},
      remaining: table("comes", (value) => (value.kind === "int" ? value.value : 0), same),
      locals: localsOf(state, variables),
    };
  };
}

/** By context, left out where it is 0. */
function countsOf(value: TlaValue): Record<string, number> {
  return Object.fromEntries(
    entriesOf(value).flatMap(([context, count]) => (count.kind === "int" && count.value > 0 ? [[context, count.value]] : [])),
  );
}

/** Instance as the specification names it -> key in an interpreted state. */
export function instanceKeys(program: LocatedProgram): ReadonlyMap<string, string> {
  const named: ReadonlySet<FieldType["kind"]> = new Set(["lock", "semaphore", "list-head", "list-node", "deferred", "wait-queue"]);
  const shared = program.program.fields
    .filter((field) => named.has(field.type.kind))
    .flatMap((field) => instancesOf(field).map(({ owner, instance }) => [instance, instanceKey(field.id, owner)] as const));
  const onStack = stackLists(program).map(({ instance, context, local }) => [instance, localListKey(context, local)] as const);
  return new Map([...shared, ...onStack]);
}

function fieldsOf(state: ReadonlyMap<string, TlaValue>, variables: readonly Variable[]): Record<string, PlainValue> {
  return Object.fromEntries(
    variables.flatMap((variable) => {
      const value = state.get(variable.name);
      if (variable.kind !== "field" || value === undefined) return [];
      const { id, owners } = variable.field;
      if (owners === null) return [[instanceKey(id, null), plain(value)]];
      const [only, ...others] = owners;
      if (only !== undefined && others.length === 0) return [[instanceKey(id, only), plain(value)]];
      return entriesOf(value).map(([owner, entry]) => [instanceKey(id, owner), plain(entry)]);
    }),
  );
}

function localsOf(state: ReadonlyMap<string, TlaValue>, variables: readonly Variable[]): Record<string, Record<string, PlainValue>> {
  const locals: Record<string, Record<string, PlainValue>> = {};
  for (const variable of variables) {
    const value = state.get(variable.name);
    if (variable.kind !== "local" || value === undefined) continue;
    const [only, ...others] = variable.contexts;
    const entries: readonly (readonly [string, TlaValue])[] =
      only !== undefined && others.length === 0 ? [[only, value]] : entriesOf(value);
    for (const [context, entry] of entries) locals[context] = { ...locals[context], [variable.local]: plain(entry) };
  }
  return locals;
}

function plain(value: TlaValue): PlainValue {
  switch (value.kind) {
    case "int":
    case "bool":
    case "string":
      return value.value;
    default:
      return null;
  }
}

function textOrNull(value: TlaValue): string | null {
  return value.kind === "string" ? value.value : null;
}

/** Pairs of a set as texts, sorted. */
function pairsOf(value: TlaValue): readonly string[] {
  return value.kind === "set" ? value.elements.map((pair) => elementsOf(pair).join(" ")).sort() : [];
}

function elementsOf(value: TlaValue): readonly string[] {
  return value.kind === "tuple" || value.kind === "set" ? value.elements.map(textOf) : [];
}
