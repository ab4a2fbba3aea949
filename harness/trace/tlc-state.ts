// A state as the interpreter has it -> the same state as TLC would print it: what harness/trace/interpreted.ts does, the other way round. So
// traces of both engines are shown by the same code.

import type { Variable } from "../../codegen/emit/scope.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import { type InterpretedState, instanceKey, type PlainValue } from "../../interpreter/index.js";
import type { TlaValue } from "../../tla-tools/index.js";
import { instanceKeys } from "./interpreted.js";

/** Writes states of one program. `variables`: as the emitter named them. */
export function stateWriter(
  program: LocatedProgram,
  variables: readonly Variable[],
): (state: InterpretedState) => ReadonlyMap<string, TlaValue> {
  const instances = new Map([...instanceKeys(program)].map(([instance, key]) => [key, instance]));
  const instanceOf = (key: string): string => instances.get(key) ?? key;
  const table = <Value>(part: Readonly<Record<string, Value>>, write: (value: Value) => TlaValue): TlaValue | null => {
    const entries = Object.entries(part).map(([key, value]) => ({ key: text(instanceOf(key)), value: write(value) }));
    return entries.length === 0 ? null : { kind: "function", entries };
  };
  return (state) => {
    /** By part of the state: the variable of the specification and its value. */
    const parts: Readonly<Record<Exclude<keyof InterpretedState, "fields" | "locals">, readonly [string, TlaValue | null]>> = {
      pc: ["pc", table(state.pc, text)],
      owners: ["owner", table(state.owners, plain)],
      readers: ["readers", table(state.readers, (reads) => table(reads, plain) ?? { kind: "tuple", elements: [] })],
      annotated: ["annotated", table(state.annotated, (told) => table(told, plain) ?? { kind: "tuple", elements: [] })],
      undisturbed: ["undisturbed", table(state.undisturbed, (contexts) => ({ kind: "set", elements: contexts.map(text) }))],
      permits: ["permits", table(state.permits, plain)],
      lists: ["lists", table(state.lists, (entries) => ({ kind: "tuple", elements: entries.map(text) }))],
      nodes: ["linked", table(state.nodes, (list) => text(instanceOf(list)))],
      timers: ["queued", table(state.timers, plain)],
      memory: ["alive", table(state.memory, plain)],
      awaited: ["awaited", table(state.awaited, (pairs) => ({ kind: "set", elements: pairs.map(pairOf) }))],
      lines: ["lines", table(state.lines, (items) => ({ kind: "tuple", elements: items.map(text) }))],
      queues: ["waiters", table(state.queues, (contexts) => ({ kind: "set", elements: contexts.map(text) }))],
      exclusive: ["exclusive", table(state.exclusive, (contexts) => ({ kind: "tuple", elements: contexts.map(text) }))],
      tasks: ["task_state", table(state.tasks, text)],
      hardirq: ["hardirq", table(state.hardirq, plain)],
      softirq: ["softirq", table(state.softirq, plain)],
      remaining: ["comes", table(state.remaining, plain)],
    };
    const data = variables.map((variable) => [variable.name, valueOf(state, variable)] as const);
    const used = Object.values(parts).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    return new Map([...used, ...data]);
  };
}

/** Data: one value, or a function from owners, or from contexts for a local that several have. */
function valueOf(state: InterpretedState, variable: Variable): TlaValue {
  if (variable.kind === "local") {
    const { contexts, local } = variable;
    return together(contexts.map((context) => [context, plain(state.locals[context]?.[local] ?? null)]));
  }
  const { id, owners } = variable.field;
  if (owners === null) return plain(state.fields[instanceKey(id, null)] ?? null);
  return together(owners.map((owner) => [owner, plain(state.fields[instanceKey(id, owner)] ?? null)]));
}

function together(entries: readonly (readonly [string, TlaValue])[]): TlaValue {
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0) return only[1];
  return { kind: "function", entries: entries.map(([key, value]) => ({ key: text(key), value })) };
}

/** `context way` */
function pairOf(pair: string): TlaValue {
  const at = pair.lastIndexOf(" ");
  return { kind: "tuple", elements: [text(pair.slice(0, at)), text(pair.slice(at + 1))] };
}

function text(value: string): TlaValue {
  return { kind: "string", value };
}

function plain(value: PlainValue): TlaValue {
  switch (typeof value) {
    case "number":
      return { kind: "int", value };
    case "boolean":
      return { kind: "bool", value };
    case "string":
      return { kind: "string", value };
    default:
      return { kind: "model-value", name: "NULL" };
  }
}
