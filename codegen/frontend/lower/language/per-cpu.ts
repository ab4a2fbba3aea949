// Per-CPU data: a field with an instance on each CPU, of which one uses that of the CPU on which one runs.
//   this_cpu_inc(x)   →   x of this CPU := x of this CPU + 1, indivisibly

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../ir/expression.js";
import type { Assignment } from "../../../ir/graph.js";
import { cpuObject } from "../../../ir/program.js";
import { boundedArgument } from "../../elaborate/arguments.js";
import { LIMITS } from "../../limits.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedValues, lowerValue } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { type PlaceArgument, placeArgument } from "./places.js";

export const perCpuFunctions: LanguageFunctions = [
  ["this_cpu_read", { steps: false, lower: read }],
  ["this_cpu_write", { steps: true, lower: write }],
  ["this_cpu_add", { steps: true, lower: add }],
  ["this_cpu_inc", counting(1)],
  ["this_cpu_dec", counting(-1)],
  ["this_cpu_inc_return", { steps: true, lower: incrementAndGive }],
  ["per_cpu", { steps: false, lower: readOther }],
];

function dataArgument(lowering: Lowering, call: ts.CallExpression): PlaceArgument | null {
  const argument = placeArgument(lowering, call, 0, "per-cpu");
  if (argument === null || argument.field.class === null) return argument;
  const hint = "declare it as a const of the file";
  reject(lowering, "wrong-argument", argument.node, { what: `'${shortText(argument.node)}'`, expected: "declared at top level", hint });
  return null;
}

/** The instance of this CPU. */
function ownPlace(lowering: Lowering, call: ts.CallExpression): Place | null {
  const argument = dataArgument(lowering, call);
  if (argument === null) return null;
  if (lowering.mode !== "property") return { field: argument.field.id, object: { kind: "this-cpu" }, nullable: false };
  const hint = `name the CPU: 'per_cpu(${shortText(argument.node)}, 0)'`;
  reject(lowering, "wrong-argument", call, { what: "The CPU in a property", expected: "one that is named", hint });
  return null;
}

function read(lowering: Lowering, call: ts.CallExpression): Meaning {
  const place = ownPlace(lowering, call);
  return place === null ? INVALID : valueOf({ kind: "field", place });
}

function readOther(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = dataArgument(lowering, call);
  const [, node] = call.arguments;
  const cpu = node === undefined ? null : boundedArgument(lowering, node, "The CPU", 0, LIMITS.cpus - 1);
  if (argument === null || cpu === null) return INVALID;
  const object = { kind: "value", value: { kind: "object", id: cpuObject(cpu) } } as const;
  return valueOf({ kind: "field", place: { field: argument.field.id, object, nullable: false } });
}

function write(lowering: Lowering, call: ts.CallExpression): Meaning {
  const place = ownPlace(lowering, call);
  const [, node] = call.arguments;
  const value = node === undefined ? null : lowerValue(lowering, node);
  if (place === null || value === null) return INVALID;
  store(lowering, call, place, value.expression, false);
  return VOID;
}

function add(lowering: Lowering, call: ts.CallExpression): Meaning {
  const place = ownPlace(lowering, call);
  const [value] = fetchedValues(lowering, call.arguments.slice(1)) ?? [];
  if (place === null || value === undefined) return INVALID;
  store(lowering, call, place, plus(place, value), true);
  return VOID;
}

function counting(by: number): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const place = ownPlace(lowering, call);
      if (place === null) return INVALID;
      store(lowering, call, place, plus(place, integer(by)), true);
      return VOID;
    },
  };
}

function incrementAndGive(lowering: Lowering, call: ts.CallExpression): Meaning {
  const place = ownPlace(lowering, call);
  if (place === null) return INVALID;
  const value = plus(place, integer(1));
  if (lowering.valueUnused) {
    store(lowering, call, place, value, true);
    return VOID;
  }
  const local = localFor(lowering, call, "result");
  const assignments: readonly Assignment[] = [
    { target: { kind: "place", place }, value },
    { target: { kind: "local", local }, value },
  ];
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments, next }));
  return valueOf(localValue(local));
}

function store(lowering: Lowering, call: ts.CallExpression, place: Place, value: Expression, indivisible: boolean): void {
  const assignments: readonly Assignment[] = [{ target: { kind: "place", place }, value }];
  emit(lowering, call, (next) => ({ kind: "assign", indivisible, assignments, next }));
}

function plus(place: Place, right: Expression): Expression {
  return { kind: "binary", operator: "add", left: { kind: "field", place }, right };
}

function integer(value: number): Expression {
  return { kind: "value", value: { kind: "int", value } };
}
