// One state of a trace with what the compiler knows about it: where each context is, what it holds, what it waits for.

import { instanceName, instancesOf, type Variable } from "../../codegen/emit/scope.js";
import type { Expression, Place } from "../../codegen/ir/expression.js";
import { byLabel, DONE, IDLE, type LocatedProgram, type Location } from "../../codegen/ir/located.js";
import type { Context } from "../../codegen/ir/program.js";
import type { TlcState } from "../../tla-tools/index.js";
import { entriesOf, type FlatState, flatten, programCounters, textOf } from "./flat-state.js";

export interface Situation {
  readonly number: number;
  readonly program: LocatedProgram;
  readonly pc: ReadonlyMap<string, string>;
  readonly flat: FlatState;
  /** What the locals are called in `flat`, by id. */
  readonly locals: ReadonlyMap<string, string>;
  readonly owners: ReadonlyMap<string, string>;
  /** Lock -> the contexts that hold it as readers. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
  /** Workqueue whose items run one at a time -> its queued items, in order. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** CPU -> context */
  readonly hardirq: ReadonlyMap<string, string>;
  readonly softirq: ReadonlyMap<string, string>;
}

export function situationOf(state: TlcState, program: LocatedProgram, variables: readonly Variable[]): Situation {
  const held = (variable: string): ReadonlyMap<string, string> =>
    new Map(
      entriesOf(state.variables.get(variable)).flatMap(([key, value]) => (value.kind === "string" ? [[key, textOf(value)] as const] : [])),
    );
  return {
    number: state.number,
    program,
    pc: programCounters(state),
    flat: flatten(state, variables),
    locals: new Map(variables.flatMap((variable) => (variable.kind === "local" ? [[variable.local, variable.label] as const] : []))),
    owners: held("owner"),
    readers: new Map(
      entriesOf(state.variables.get("readers")).map(([lock, value]) => [
        lock,
        entriesOf(value).flatMap(([context, reads]) => (textOf(reads) === "0" ? [] : [context])),
      ]),
    ),
    lines: new Map(
      entriesOf(state.variables.get("lines")).map(([queue, value]) => [queue, value.kind === "tuple" ? value.elements.map(textOf) : []]),
    ),
    hardirq: held("hardirq"),
    softirq: held("softirq"),
  };
}

/** The location a context is at, null when it is idle, done or at a fault. */
export function locationOf(situation: Situation, context: string): Location | null {
  const label = situation.pc.get(context);
  if (label === undefined || label === IDLE || label === DONE) return null;
  return findLocation(situation.program, label);
}

export function findLocation(program: LocatedProgram, label: string): Location | null {
  for (const graph of program.graphs) {
    const found = byLabel(graph).get(label);
    if (found !== undefined) return found;
  }
  return null;
}

/** `<fault> at <label>` taken apart; null when the context is not at a fault. */
export function faultOf(situation: Situation, context: string): { readonly fault: string; readonly location: Location } | null {
  const found = /^([a-z-]+) at (.+)$/.exec(situation.pc.get(context) ?? "");
  const location = found?.[2] === undefined ? null : findLocation(situation.program, found[2]);
  return found?.[1] === undefined || location === null ? null : { fault: found[1], location };
}

/** The CPU a context runs on: fixed for tasks, where it came for interrupts; null when it is idle. */
export function cpuOf(situation: Situation, context: Context): number | null {
  if (context.level === "task") return context.cpus[0] ?? null;
  const active = context.level === "hardirq" ? situation.hardirq : situation.softirq;
  for (const [cpu, running] of active) if (running === context.id) return Number(cpu);
  return null;
}

/** The instance a place stands for when `context` uses it: `timeouts[0].lock`; the source form where it cannot be told. */
export function instanceAt(situation: Situation, context: string, place: Place): string {
  const field = situation.program.program.fields.find((candidate) => candidate.id === place.field);
  if (field === undefined) return place.field;
  const [only, ...others] = instancesOf(field);
  if (only !== undefined && others.length === 0) return only.instance;
  const object = place.object === null ? null : valueAt(situation, context, place.object);
  return instanceName(field, object);
}

/** Text of the value of constants, locals and fields. */
export function valueAt(situation: Situation, context: string, expression: Expression): string {
  switch (expression.kind) {
    case "value":
      return expression.value.kind === "object" ? expression.value.id : "NULL";
    case "argument": {
      const argument = situation.program.program.contexts.find((candidate) => candidate.id === context)?.argument;
      return argument?.kind === "object" ? argument.id : "argument";
    }
    case "local": {
      const name = situation.locals.get(expression.local) ?? localName(situation.program, expression.local);
      return situation.flat.get(`${name} of ${context}`) ?? name;
    }
    case "field":
      return situation.flat.get(instanceAt(situation, context, expression.place)) ?? instanceAt(situation, context, expression.place);
    default:
      return "?";
  }
}

function localName(program: LocatedProgram, id: string): string {
  for (const { graph } of program.graphs) {
    const local = graph.locals.find((candidate) => candidate.id === id);
    if (local !== undefined) return local.name;
  }
  return id;
}
