// What an evaluation may ask about the program around the expression, and where it tells what it meets.

import type { ListRef, Value } from "../../ir/expression.js";
import type { FlowGraph, LocalType } from "../../ir/graph.js";
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
  /** The node field through which the entries of a list are linked. */
  nodeField(list: ListRef): string;
  /** How many objects have the field. */
  ownersOf(field: string): number;
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
    ...scopeOf(program, locals),
    argument: values.map(knownValue).reduce(either, values[0] === undefined ? KNOWN_NULL : knownValue(values[0])),
    steadyFields: false,
  };
}

export function scopeOfProperties(program: Program): Scope {
  return { ...scopeOf(program, new Map()), argument: KNOWN_NULL, steadyFields: true };
}

type Facts = Omit<Scope, "argument" | "steadyFields">;

function scopeOf(program: Program, locals: ReadonlyMap<string, LocalType>): Facts {
  const fields = new Map(program.fields.map((field) => [field.id, field]));
  const pools = new Map(program.pools.map((pool) => [pool.id, pool.objects]));
  return {
    fieldType: (id) => existing(fields.get(id), id).type,
    poolObjects: (id) => existing(pools.get(id), id),
    nodeField: (list) => {
      const id = list.kind === "local" ? list.local : list.place.field;
      const type = existing(list.kind === "local" ? locals.get(id) : fields.get(id)?.type, id);
      if (type.kind !== "list-head") throw new Error(`'${id}' is not a list`);
      return type.node;
    },
    ownersOf: (id) => existing(fields.get(id), id).owners?.length ?? 1,
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
