// What becomes of `return value`: dropped, tested, or collected until all exits of the function are known.

import type { Frame, Span } from "../../../ir/source.js";
import { ts } from "../../../typescript.cjs";
import { at, framesOf, type Lowering, localFor, localValue, type ReturnSink, reject, shortText } from "../../lowering.js";
import { type Callable, constantOf, describe, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import { onlyReturns } from "../../syntax.js";
import { branchOn } from "../expressions/conditions.js";
import { sameValue } from "../fold.js";
import type { GraphBuilder, Label } from "../graph-builder.js";
import { keptMeaning } from "../operands.js";
import { lowerStatements } from "../statements/branches.js";
import { enter, enterArrow, enterWith } from "./expand.js";

/** Lowers the body; a body without `return` ends at `end`. */
export function lowerBody(inside: Lowering, callable: Callable, end: Label): void {
  const { node } = callable;
  const { body } = node;
  if (body === undefined) return;
  if (ts.isBlock(body)) {
    lowerStatements(inside, body.statements);
  } else inside.activation.returns?.(inside, body, body);
  inside.builder?.jump(end);
}

/** A call whose value nobody needs. */
export function lowerCallEffect(lowering: Lowering, callable: Callable, call: ts.CallExpression): void {
  const { builder } = lowering;
  if (builder === null) return;
  const end = builder.label();
  const inside = enter(lowering, callable, call, dropping(builder, end));
  if (inside !== null) lowerBody(inside, callable, end);
  builder.place(end);
}

/** A call with an argument that no expression of the model gives. */
export function lowerApplication(lowering: Lowering, callable: Callable, node: ts.Node, argument: Meaning): void {
  const { builder } = lowering;
  if (builder === null) return;
  const end = builder.label();
  const inside = enterWith(lowering, callable, node, argument, dropping(builder, end));
  if (inside !== null) lowerBody(inside, callable, end);
  builder.place(end);
}

/** Lowers what a `return` computes and forgets it. */
export function dropping(builder: GraphBuilder, end: Label): ReturnSink {
  return (lowering, value, node) => {
    if (value !== null) lowering.model.visitors.effect(lowering, value);
    if (ts.isReturnStatement(node)) builder.returnsAt(at(lowering, node), framesOf(lowering));
    builder.jump(end);
  };
}

/** A call as a condition. */
export function lowerCallableCondition(
  lowering: Lowering,
  callable: Callable,
  call: ts.CallExpression,
  test: ((result: Meaning) => Meaning) | null,
  whenTrue: Label,
  whenFalse: Label,
): void {
  const { builder } = lowering;
  if (builder === null) return;
  if (test === null && isMacro(callable)) {
    const sink: ReturnSink = (inside, value) => {
      if (value !== null) inside.model.visitors.condition(inside, value, whenTrue, whenFalse);
    };
    const inside = enter(lowering, callable, call, sink);
    if (inside !== null) lowerBody(inside, callable, builder.label());
    return;
  }
  const unknown = builder.label();
  const result: { local: string | null } = { local: null };
  const inside = enter(lowering, callable, call, testing(lowering, call, test, whenTrue, whenFalse, unknown, result));
  if (inside !== null) lowerBody(inside, callable, builder.label());
  builder.place(unknown);
  if (result.local !== null) branchOn(lowering, call, tested(test, valueOf(localValue(result.local))), whenTrue, whenFalse);
}

/** A known value goes to its side at once, any other is stored and tested by the caller. */
function testing(
  caller: Lowering,
  call: ts.CallExpression,
  test: ((result: Meaning) => Meaning) | null,
  whenTrue: Label,
  whenFalse: Label,
  unknown: Label,
  result: { local: string | null },
): ReturnSink {
  return (lowering, value, node) => {
    const { builder, model } = lowering;
    if (value === null || builder === null) return;
    if (test === null && model.visitors.hasSteps(lowering, value)) return model.visitors.condition(lowering, value, whenTrue, whenFalse);
    const meaning = model.visitors.expression(lowering, value);
    if (meaning.kind === "invalid") return void builder.cut();
    const known = constantOf(meaning) === null ? null : tested(test, meaning);
    if (known !== null) return branchOn(lowering, node, known, whenTrue, whenFalse);
    if (meaning.kind !== "value")
      return void reject(lowering, "not-a-value", value, { what: `'${shortText(value)}', ${describe(meaning)},`, hint: "return a value" });
    const local = localFor(caller, call, "result");
    result.local = local;
    builder.emit(at(lowering, node), framesOf(lowering), (next) => ({
      kind: "assign",
      indivisible: false,
      assignments: [{ target: { kind: "local", local }, value: meaning.expression }],
      next,
    }));
    builder.jump(unknown);
  };
}

function tested(test: ((result: Meaning) => Meaning) | null, meaning: Meaning): Meaning {
  return test === null ? meaning : test(meaning);
}

/** An arrow without parameters as a condition. */
export function lowerArrowCondition(lowering: Lowering, callable: Callable, node: ts.Node, whenTrue: Label, whenFalse: Label): void {
  const { builder } = lowering;
  if (builder === null) return;
  const sink: ReturnSink = (inside, value) => {
    if (value !== null) inside.model.visitors.condition(inside, value, whenTrue, whenFalse);
  };
  const inside = enterArrow(lowering, callable, node, sink);
  if (inside !== null) lowerBody(inside, callable, builder.label());
}

interface Exit {
  readonly label: Label;
  readonly meaning: Meaning;
  readonly span: Span;
  readonly stack: readonly Frame[];
}

/** A call whose value is needed. */
export function lowerCallValue(lowering: Lowering, callable: Callable, call: ts.CallExpression): Meaning {
  const { builder } = lowering;
  if (builder === null) return lowerPureCall(lowering, callable, call);
  const exits: Exit[] = [];
  const collecting: ReturnSink = (inside, value, node) => {
    const meaning = value === null ? VOID : inside.model.visitors.expression(inside, value);
    const label = builder.cut();
    if (label !== null) exits.push({ label, meaning, span: at(inside, node), stack: framesOf(inside) });
  };
  const end = builder.label();
  const inside = enter(lowering, callable, call, collecting);
  if (inside === null) return INVALID;
  lowerBody(inside, callable, end);
  const result = join(lowering, callable, call, exits, end, builder);
  builder.place(end);
  return result;
}

function join(
  lowering: Lowering,
  callable: Callable,
  call: ts.CallExpression,
  exits: readonly Exit[],
  end: Label,
  builder: GraphBuilder,
): Meaning {
  const [first] = exits;
  if (exits.some((exit) => exit.meaning.kind === "invalid")) return abandon(builder, exits, end, INVALID);
  if (first === undefined) return VOID;
  const [only] = exits.length === 1 ? [first] : [];
  if (only !== undefined && (isMacro(callable) || only.meaning.kind !== "value" || constantOf(only.meaning) !== null)) {
    builder.resume(only.label);
    const meaning = isMacro(callable) ? only.meaning : keptMeaning(lowering, call, only.meaning);
    builder.jump(end);
    return meaning;
  }
  const known = constantOf(first.meaning);
  if (known !== null && exits.every((exit) => sameKnown(exit.meaning, first.meaning))) return abandon(builder, exits, end, first.meaning);
  return store(lowering, call, exits, end, builder);
}

function store(lowering: Lowering, call: ts.CallExpression, exits: readonly Exit[], end: Label, builder: GraphBuilder): Meaning {
  const odd = exits.find((exit) => exit.meaning.kind !== "value");
  if (odd !== undefined) {
    const what = `The result of '${shortText(call)}', ${describe(odd.meaning)} that depends on the way taken,`;
    return abandon(
      builder,
      exits,
      end,
      odd.meaning.kind === "void" && exits.every((exit) => exit.meaning.kind === "void")
        ? VOID
        : reject(lowering, "not-constant", call, { what }),
    );
  }
  const local = localFor(lowering, call, "result");
  let nullable = false;
  for (const { label, meaning, span, stack } of exits) {
    if (meaning.kind !== "value") continue;
    nullable ||= meaning.nullable;
    builder.resume(label);
    builder.emit(span, stack, (next) => ({
      kind: "assign",
      indivisible: false,
      assignments: [{ target: { kind: "local", local }, value: meaning.expression }],
      next,
    }));
    builder.returnsAt(span, stack);
    builder.jump(end);
  }
  return valueOf(localValue(local), nullable);
}

function abandon(builder: GraphBuilder, exits: readonly Exit[], end: Label, meaning: Meaning): Meaning {
  for (const exit of exits) {
    builder.resume(exit.label);
    builder.jump(end);
  }
  return meaning;
}

function sameKnown(a: Meaning, b: Meaning): boolean {
  const [left, right] = [constantOf(a), constantOf(b)];
  return left !== null && right !== null && sameValue(left, right);
}

function isMacro(callable: Callable): boolean {
  return ts.isArrowFunction(callable.node);
}

/** In properties and constants a function is what it returns: consts, and one `return` at its end. */
function lowerPureCall(lowering: Lowering, callable: Callable, call: ts.CallExpression): Meaning {
  const result: { meaning: Meaning } = { meaning: VOID };
  const inside = enter(lowering, callable, call, (returning, value) => {
    if (value !== null) result.meaning = returning.model.visitors.expression(returning, value);
  });
  if (inside === null) return INVALID;
  const { body } = callable.node;
  if (body !== undefined && ts.isBlock(body) && !onlyReturns(body)) {
    return reject(lowering, "effect-in-property", call, { what: `'${callable.name}', which is more than consts and one 'return',` });
  }
  lowerBody(inside, callable, "");
  return result.meaning;
}
