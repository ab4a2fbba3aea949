// `&&`, `||` and `?:` whose operands have steps: control flow and a result variable.
//   x = a() && b()   →   if (a()) { if (b()) r := true else r := false } else r := false

import { ts } from "../../../typescript.cjs";
import { type Lowering, localFor, localValue, stepBuilder } from "../../lowering.js";
import { INVALID, type Meaning, valueOf } from "../../meaning.js";
import { assign, lowerValue } from "../operands.js";
import { lowerPureConditional, lowerPureLogical } from "./operators.js";

export function lowerLogical(lowering: Lowering, node: ts.BinaryExpression): Meaning {
  const operator = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? "and" : "or";
  if (!lowering.model.visitors.hasSteps(lowering, node)) return lowerPureLogical(lowering, node, operator);
  return lowerToResult(lowering, node);
}

/** The truth of a condition with steps, in a variable. */
export function lowerToResult(lowering: Lowering, node: ts.Expression): Meaning {
  const builder = stepBuilder(lowering, node);
  if (builder === null) return INVALID;
  const result = localFor(lowering, node, "result");
  const [whenTrue, whenFalse, end] = [builder.label(), builder.label(), builder.label()];
  lowering.model.visitors.condition(lowering, node, whenTrue, whenFalse);
  for (const [label, value] of [[whenTrue, true] as const, [whenFalse, false] as const]) {
    builder.place(label);
    assign(lowering, node, result, { kind: "value", value: { kind: "bool", value } });
    builder.jump(end);
  }
  builder.place(end);
  return valueOf(localValue(result));
}

export function lowerConditional(lowering: Lowering, node: ts.ConditionalExpression): Meaning {
  if (!lowering.model.visitors.hasSteps(lowering, node)) return lowerPureConditional(lowering, node);
  const builder = stepBuilder(lowering, node);
  if (builder === null) return INVALID;
  const result = localFor(lowering, node, "result");
  const [whenTrue, whenFalse, end] = [builder.label(), builder.label(), builder.label()];
  lowering.model.visitors.condition(lowering, node.condition, whenTrue, whenFalse);
  let nullable = false;
  let invalid = false;
  for (const [label, side] of [[whenTrue, node.whenTrue] as const, [whenFalse, node.whenFalse] as const]) {
    builder.place(label);
    if (!builder.reachable) continue;
    const value = lowerValue(lowering, side);
    invalid ||= value === null;
    if (value === null) continue;
    nullable ||= value.nullable;
    assign(lowering, side, result, value.expression);
    builder.jump(end);
  }
  builder.place(end);
  return invalid ? INVALID : valueOf(localValue(result), nullable);
}
