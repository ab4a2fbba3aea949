// What an evaluation may ask about the program around the expression, and where it tells what it meets.

import type { ListRef, Value } from "../../ir/expression.js";
import type { FlowGraph } from "../../ir/graph.js";
import type { Context, FieldType, Program } from "../../ir/program.js";
import { between, type Interval } from "./interval.js";
import { either, KNOWN_NULL, type Known, knownValue } from "./known.js";

/** What neither TLC nor the interpreter can compute. */
export type Mishap =
  | { readonly kind: "not-positive-divisor"; readonly divisor: Interval }
  /** No value of `value` is within the limit. */
  | { readonly kind: "too-large"; readonly value: Interval };

export interface Scope {
  fieldType(field: string): FieldType;
  poolObjects(pool: string): readonly string[];
  /** How many objects can be on the list. */
  entriesOf(list: ListRef): number;
  readonly argument: Known;
  /** Fields keep their value while the expression is evaluated: true of properties. Elsewhere another context may store in between. */
  readonly steadyFields: boolean;
  readonly tell: (mishap: Mishap) => void;
}

/** For the code of `runners`, which is `graph`. */
export function scopeOfGraph(program: Program, graph: FlowGraph, runners: readonly Context[]): Scope {
  const values = runners.map((runner): Value => runner.argument ?? { kind: "null" });
  const locals = new Map(graph.locals.map((local) => [local.id, local.type]));
  return {
    ...scopeOf(program, (local) => locals.get(local)),
    argument: values.map(knownValue).reduce(either, values[0] === undefined ? KNOWN_NULL : knownValue(values[0])),
    steadyFields: false,
  };
}

export function scopeOfProperties(program: Program): Scope {
  return { ...scopeOf(program, () => undefined), argument: KNOWN_NULL, steadyFields: true };
}

type Facts = Omit<Scope, "argument" | "steadyFields">;

function scopeOf(program: Program, typeOfLocal: (local: string) => { readonly kind: string; readonly node?: string } | undefined): Facts {
  const fields = new Map(program.fields.map((field) => [field.id, field]));
  const pools = new Map(program.pools.map((pool) => [pool.id, pool.objects]));
  return {
    fieldType: (id) => existing(fields.get(id), id).type,
    poolObjects: (id) => existing(pools.get(id), id),
    entriesOf: (list) => {
      const type = list.kind === "local" ? typeOfLocal(list.local) : existing(fields.get(list.place.field), list.place.field).type;
      const node = type !== undefined && "node" in type && type.node !== undefined ? fields.get(type.node) : undefined;
      return node?.owners?.length ?? program.objects.length;
    },
    tell: () => undefined,
  };
}

function existing<T>(found: T | undefined, id: string): T {
  if (found === undefined) throw new Error(`nothing is called '${id}'`);
  return found;
}

/** What a field can hold. */
export function rangeOf(type: FieldType): Interval | null {
  return type.kind === "int" ? between(type.min, type.max) : null;
}
