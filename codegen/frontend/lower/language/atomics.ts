// atomic_t: each operation is one assignment step, its result goes to a variable in the same step. What it works on, and its arguments, are read before.

import type { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import type { Assignment } from "../../../ir/graph.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace, fetchedValues } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";

/** What an operation stores and gives, of the value before and its arguments. */
type Update = (before: Expression, given: readonly Expression[]) => { readonly store: Expression; readonly result: Expression | null };

const ZERO = number(0);
const ONE = number(1);

export const atomicFunctions: LanguageFunctions = [
  ["atomic_read", { steps: false, lower: (lowering, call) => read(lowering, call) }],
  ["atomic_set", updating((_before, [value]) => ({ store: value ?? ZERO, result: null }))],
  ["atomic_inc", updating((before) => ({ store: add(before), result: null }))],
  ["atomic_dec", updating((before) => ({ store: subtract(before), result: null }))],
  ["atomic_dec_and_test", updating((before) => ({ store: subtract(before), result: compare("equal", before, ONE) }))],
  ["atomic_inc_return", updating((before) => ({ store: add(before), result: add(before) }))],
  [
    "atomic_inc_not_zero",
    updating((before) => ({
      store: choose(compare("equal", before, ZERO), before, add(before)),
      result: compare("not-equal", before, ZERO),
    })),
  ],
  ["atomic_xchg", updating((before, [value]) => ({ store: value ?? ZERO, result: before }))],
  [
    "atomic_cmpxchg",
    updating((before, [expected, value]) => ({
      store: choose(compare("equal", before, expected ?? ZERO), value ?? ZERO, before),
      result: before,
    })),
  ],
];

function read(lowering: Lowering, call: ts.CallExpression) {
  const argument = placeArgument(lowering, call, 0, "atomic");
  return argument === null ? INVALID : valueOf({ kind: "field", place: argument.place });
}

function updating(update: Update): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "atomic");
      if (argument === null) return INVALID;
      const place = fetchedPlace(lowering, argument.node, argument.place);
      const given = fetchedValues(lowering, call.arguments.slice(1));
      if (given === null) return INVALID;
      const { store, result } = update({ kind: "field", place }, given);
      const stored: Assignment = { target: { kind: "place", place }, value: store };
      if (result === null || lowering.valueUnused) {
        emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments: [stored], next }));
        return VOID;
      }
      const local = localFor(lowering, call, "result");
      const kept: Assignment = { target: { kind: "local", local }, value: result };
      emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments: [stored, kept], next }));
      return valueOf(localValue(local));
    },
  };
}

function number(value: number): Expression {
  return { kind: "value", value: { kind: "int", value } };
}

function add(left: Expression): Expression {
  return { kind: "binary", operator: "add", left, right: ONE };
}

function subtract(left: Expression): Expression {
  return { kind: "binary", operator: "subtract", left, right: ONE };
}

function compare(operator: "equal" | "not-equal", left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function choose(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return { kind: "conditional", condition, whenTrue, whenFalse };
}
