// Completions: a count of what is done and not yet waited for, -1 for "all".
//   complete(c)              →   c := c < 0 ? c : c + 1
//   wait_for_completion(c)   →   might-sleep · await c ≠ 0, and c := c > 0 ? c - 1 : c

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../ir/expression.js";
import type { Assignment, ContextAssertion } from "../../../ir/graph.js";
import { emit, type Lowering, localFor, localValue } from "../../lowering.js";
import { INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import type { Label } from "../graph-builder.js";
import { fetchedPlace } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import { placeArgument } from "./places.js";

/** What an unfinished wait gives when a signal comes: -ERESTARTSYS. */
const INTERRUPTED = -512;

const ZERO = number(0);

export const completionFunctions: LanguageFunctions = [
  ["complete", storing((done) => conditional(binary("less", done, ZERO), done, binary("add", done, number(1))))],
  ["complete_all", storing(() => number(-1), inThreadedContext)],
  ["reinit_completion", storing(() => ZERO)],
  ["wait_for_completion", waiting((lowering, call, place) => waitUntilDone(lowering, call, place, null))],
  ["wait_for_completion_interruptible", waiting(waitOrBeInterrupted)],
  ["wait_for_completion_killable", waiting(waitOrBeInterrupted)],
  ["wait_for_completion_timeout", waiting((lowering, call, place) => tryWait(lowering, call, place, number(1), ZERO))],
  [
    "try_wait_for_completion",
    {
      steps: true,
      lower: (lowering, call) => withPlace(lowering, call, (place) => tryWait(lowering, call, place, truth(true), truth(false))),
    },
  ],
  ["completion_done", { steps: false, lower: isCompleted }],
];

function isCompleted(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "completion");
  return argument === null ? INVALID : valueOf(isDone(argument.place));
}

/** The object with the completion is fixed before. */
function withPlace(lowering: Lowering, call: ts.CallExpression, lower: (place: Place) => Meaning): Meaning {
  const argument = placeArgument(lowering, call, 0, "completion");
  return argument === null ? INVALID : lower(fetchedPlace(lowering, argument.node, argument.place));
}

/** A macro of include/linux/lockdep.h that is empty without CONFIG_PROVE_RAW_LOCK_NESTING. */
function inThreadedContext(lowering: Lowering): readonly ContextAssertion[] {
  return lowering.model.choice.configuration.proveRawLockNesting ? ["lockdep_assert_RT_in_threaded_ctx"] : [];
}

function storing(
  value: (done: Expression) => Expression,
  asserting: (lowering: Lowering) => readonly ContextAssertion[] = () => [],
): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) =>
      withPlace(lowering, call, (place) => {
        store(lowering, call, [to(place, value(count(place)))], asserting(lowering));
        return VOID;
      }),
  };
}

type Wait = (lowering: Lowering, call: ts.CallExpression, place: Place) => Meaning;

/** A wait that may sleep; the object with the completion is fixed before. */
function waiting(wait: Wait): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "completion");
      if (argument === null) return INVALID;
      const place = fetchedPlace(lowering, argument.node, argument.place);
      emit(lowering, call, (next) => ({ kind: "might-sleep", next }));
      return wait(lowering, call, place);
    },
  };
}

/** `result`, where given, becomes 0. */
function waitUntilDone(lowering: Lowering, call: ts.CallExpression, place: Place, result: string | null): Meaning {
  const assignments = [used(place), ...(result === null ? [] : [keep(result, ZERO)])];
  emit(lowering, call, (next) => ({ kind: "await", condition: isDone(place), assignments, next }));
  return VOID;
}

/** Whether a signal comes is a choice. If one does the wait may end at any time: done by then, or not. */
function waitOrBeInterrupted(lowering: Lowering, call: ts.CallExpression, place: Place): Meaning {
  const { builder } = lowering;
  if (builder === null) return INVALID;
  const signal = localFor(lowering, call, "signal", { kind: "value" }, "signal");
  const result = localFor(lowering, call, "result");
  const [comes, stays, end]: readonly [Label, Label, Label] = [builder.label(), builder.label(), builder.label()];
  emit(lowering, call, (next) => ({
    kind: "choose",
    target: { kind: "local", local: signal },
    options: [truth(false), truth(true)],
    next,
  }));
  emit(lowering, call, () => ({ kind: "branch", condition: localValue(signal), whenTrue: comes, whenFalse: stays }));
  builder.place(comes);
  takeIfDone(lowering, call, place, result, ZERO, number(INTERRUPTED));
  builder.jump(end);
  builder.place(stays);
  waitUntilDone(lowering, call, place, result);
  builder.place(end);
  return valueOf(localValue(result));
}

function tryWait(lowering: Lowering, call: ts.CallExpression, place: Place, whenDone: Expression, otherwise: Expression): Meaning {
  if (lowering.valueUnused) {
    store(lowering, call, [used(place)]);
    return VOID;
  }
  const result = localFor(lowering, call, "result");
  takeIfDone(lowering, call, place, result, whenDone, otherwise);
  return valueOf(localValue(result));
}

function takeIfDone(
  lowering: Lowering,
  call: ts.CallExpression,
  place: Place,
  result: string,
  whenDone: Expression,
  otherwise: Expression,
): void {
  store(lowering, call, [used(place), keep(result, conditional(isDone(place), whenDone, otherwise))]);
}

/** One `complete` less; of "all", and of none, there is nothing to take away. */
function used(place: Place): Assignment {
  const done = count(place);
  return to(place, conditional(binary("greater", done, ZERO), binary("subtract", done, number(1)), done));
}

function isDone(place: Place): Expression {
  return binary("not-equal", count(place), ZERO);
}

function count(place: Place): Expression {
  return { kind: "field", place };
}

function to(place: Place, value: Expression): Assignment {
  return { target: { kind: "place", place }, value };
}

function keep(local: string, value: Expression): Assignment {
  return { target: { kind: "local", local }, value };
}

function store(
  lowering: Lowering,
  call: ts.CallExpression,
  assignments: readonly Assignment[],
  asserts: readonly ContextAssertion[] = [],
): void {
  emit(lowering, call, (next) => ({ kind: "assign", indivisible: true, assignments, ...(asserts.length === 0 ? {} : { asserts }), next }));
}

function number(value: number): Expression {
  return { kind: "value", value: { kind: "int", value } };
}

function truth(value: boolean): Expression {
  return { kind: "value", value: { kind: "bool", value } };
}

function binary(operator: Extract<Expression, { kind: "binary" }>["operator"], left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function conditional(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return { kind: "conditional", condition, whenTrue, whenFalse };
}
