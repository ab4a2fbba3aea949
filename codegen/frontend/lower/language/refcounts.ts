// refcount_t and kref: one assignment step each, like atomic_t, with the conditions under which the kernel warns.
//   refcount_inc(r)         →   r := counted(r + 1 where 0 < r < max)
//   kref_put(k, release)    →   zero, k := k = 1, counted(k - 1 where k > 0) ; if (zero) release(object)

import type { ts } from "ts-morph";
import type { Expression } from "../../../ir/expression.js";
import type { Assignment } from "../../../ir/graph.js";
import { callableArgument, classOfType } from "../../elaborate/arguments.js";
import type { SharedField } from "../../elaborate/world.js";
import { emit, type Lowering, localFor, localValue, reject } from "../../lowering.js";
import { type Callable, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { fetchedPlace, fetchedValues } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { type PlaceArgument, placeArgument } from "./places.js";

/** What an operation stores and gives, of the value before and the greatest one. */
type Update = (before: Expression, max: Expression) => { readonly store: Expression; readonly result: Expression | null };

const ZERO = number(0);
const ONE = number(1);

const increment: Update = (before, max) => ({
  store: counted(binary("add", before, ONE), binary("and", binary("greater", before, ZERO), binary("less", before, max))),
  result: null,
});
const incrementNotZero: Update = (before, max) => ({
  store: ifZero(before, ZERO, counted(binary("add", before, ONE), binary("less", before, max))),
  result: binary("not-equal", before, ZERO),
});
const decrement: Update = (before) => ({ store: counted(binary("subtract", before, ONE), binary("greater", before, ONE)), result: null });
const decrementAndTest: Update = (before) => ({
  store: counted(binary("subtract", before, ONE), binary("greater", before, ZERO)),
  result: binary("equal", before, ONE),
});
const decrementNotOne: Update = (before) => ({
  store: {
    kind: "conditional",
    condition: binary("equal", before, ONE),
    whenTrue: ONE,
    whenFalse: counted(binary("subtract", before, ONE), binary("greater", before, ZERO)),
  },
  result: binary("not-equal", before, ONE),
});

export const refcountFunctions: LanguageFunctions = [
  ["refcount_read", reading("refcount")],
  ["refcount_set", { steps: true, lower: (lowering, call) => setTo(lowering, call, "refcount") }],
  ["refcount_inc", updating("refcount", increment)],
  ["refcount_inc_not_zero", updating("refcount", incrementNotZero)],
  ["refcount_dec", updating("refcount", decrement)],
  ["refcount_dec_and_test", updating("refcount", decrementAndTest)],
  ["refcount_dec_not_one", updating("refcount", decrementNotOne)],
  ["kref_init", { steps: true, lower: (lowering, call) => setTo(lowering, call, "kref") }],
  ["kref_read", reading("kref")],
  ["kref_get", updating("kref", increment)],
  ["kref_get_unless_zero", updating("kref", incrementNotZero)],
  ["kref_put", { steps: true, lower: put }],
];

type CountKind = "refcount" | "kref";

function reading(kind: CountKind): LanguageFunction {
  return {
    steps: false,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, kind);
      return argument === null ? INVALID : valueOf({ kind: "field", place: argument.place });
    },
  };
}

/** `refcount_set(r, value)`; `kref_init(k)` sets 1. */
function setTo(lowering: Lowering, call: ts.CallExpression, kind: CountKind): Meaning {
  const argument = placeArgument(lowering, call, 0, kind);
  if (argument === null) return INVALID;
  const place = fetchedPlace(lowering, argument.node, argument.place);
  const [value] = fetchedValues(lowering, call.arguments.slice(1)) ?? [];
  if (kind === "refcount" && value === undefined) return INVALID;
  store(lowering, call, [{ target: { kind: "place", place }, value: value ?? ONE }]);
  return VOID;
}

function updating(kind: CountKind, update: Update): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const found = placeArgument(lowering, call, 0, kind);
      if (found === null) return INVALID;
      const argument = { ...found, place: fetchedPlace(lowering, found.node, found.place) };
      const result = change(lowering, call, argument, update, !lowering.valueUnused);
      return result === null ? VOID : valueOf(result);
    },
  };
}

/** Emits the step; gives its result when it has one that is needed. */
function change(lowering: Lowering, call: ts.CallExpression, argument: PlaceArgument, update: Update, needed: boolean): Expression | null {
  const { place, field } = argument;
  const max = field.type.kind === "refcount" || field.type.kind === "kref" ? field.type.max : 0;
  const { store: value, result } = update({ kind: "field", place }, number(max));
  const stored: Assignment = { target: { kind: "place", place }, value };
  if (result === null || !needed) {
    store(lowering, call, [stored]);
    return null;
  }
  const local = localFor(lowering, call, "result");
  store(lowering, call, [stored, { target: { kind: "local", local }, value: result }]);
  return localValue(local);
}

/** The object with the kref goes to the release function: `container_of`. */
function put(lowering: Lowering, call: ts.CallExpression): Meaning {
  const { builder } = lowering;
  const found = placeArgument(lowering, call, 0, "kref");
  const releaseNode = call.arguments[1];
  const release = releaseNode === undefined ? null : callableArgument(lowering, releaseNode);
  if (builder === null || found === null || release === null || releaseNode === undefined) return INVALID;
  if (!takesOwner(lowering, found.field, release, releaseNode)) return INVALID;
  const argument = { ...found, place: fetchedPlace(lowering, found.node, found.place) };
  const isZero = change(lowering, call, argument, decrementAndTest, true);
  const { object } = argument.place;
  if (isZero === null || object === null) return INVALID;
  const [last, end] = [builder.label(), builder.label()];
  emit(lowering, call, () => ({ kind: "branch", condition: isZero, whenTrue: last, whenFalse: end }));
  builder.place(last);
  lowering.model.visitors.apply(lowering, release, call, valueOf(object));
  builder.place(end);
  return VOID;
}

/** The function takes the object that has the field. */
export function takesOwner(lowering: Lowering, field: SharedField, release: Callable, node: ts.Node): boolean {
  const [parameter] = release.node.parameters;
  const expected = parameter === undefined ? null : lowering.model.sources.checker.getTypeAtLocation(parameter);
  if (field.class !== null && expected !== null && classOfType(lowering, expected) === field.class) return true;
  reject(lowering, "callback-owner", node, {
    callback: release.name,
    expected: expected === null ? "nothing" : `'${lowering.model.sources.checker.typeToString(expected)}'`,
    actual: field.class === null ? "in no object" : `in class '${field.class.name}'`,
  });
  return false;
}

function store(lowering: Lowering, call: ts.CallExpression, assignments: readonly Assignment[]): void {
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments, next }));
}

function number(value: number): Expression {
  return { kind: "value", value: { kind: "int", value } };
}

function binary(operator: Extract<Expression, { kind: "binary" }>["operator"], left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function counted(value: Expression, holds: Expression): Expression {
  return { kind: "counted", value, holds };
}

function ifZero(before: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return { kind: "conditional", condition: binary("equal", before, ZERO), whenTrue, whenFalse };
}
