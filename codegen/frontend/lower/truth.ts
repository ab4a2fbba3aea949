// What counts as true in a condition: booleans, numbers other than 0, references other than NULL, as in C.

import type { Expression } from "../../ir/expression.js";
import { ts } from "../../typescript.cjs";
import { type Lowering, reject, shortText } from "../lowering.js";
import { NULL_EXPRESSION } from "../meaning.js";
import { binary } from "./fold.js";

/** `expression`, which `node` lowered to, as a boolean; null when it is none (reported). */
export function truthOf(lowering: Lowering, node: ts.Node, expression: Expression): Expression | null {
  if (expression.kind === "value") return constantTruth(lowering, node, expression);
  if (isTruth(expression)) return expression;
  switch (typeClass(lowering, lowering.model.sources.checker.getTypeAtLocation(node))) {
    case "boolean":
      return expression;
    case "number":
      return binary("not-equal", expression, { kind: "value", value: { kind: "int", value: 0 } });
    case "object":
      return binary("not-equal", expression, NULL_EXPRESSION);
    case "other":
      return refuse(lowering, node);
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["and", "or", "equal", "not-equal", "less", "less-equal", "greater", "greater-equal"]);

/** Boolean whatever the syntax tree around it says. */
function isTruth(expression: Expression): boolean {
  switch (expression.kind) {
    case "unary":
      return expression.operator === "not";
    case "binary":
      return COMPARISONS.has(expression.operator);
    case "quantifier":
      return expression.quantifier !== "count";
    case "list-empty":
    case "list-contains":
    case "node-unlinked":
    case "timer-queued":
    case "timer-running":
    case "lock-taken":
    case "lock-mine":
    case "queue-active":
    case "finished":
    case "allocated":
      return true;
    default:
      return false;
  }
}

function constantTruth(lowering: Lowering, node: ts.Node, expression: Expression & { readonly kind: "value" }): Expression | null {
  const { value } = expression;
  switch (value.kind) {
    case "bool":
      return expression;
    case "int":
      return { kind: "value", value: { kind: "bool", value: value.value !== 0 } };
    case "object":
    case "null":
      return { kind: "value", value: { kind: "bool", value: value.kind === "object" } };
    case "enum":
      return refuse(lowering, node);
  }
}

function refuse(lowering: Lowering, node: ts.Node): null {
  reject(lowering, "wrong-argument", node, {
    what: `The condition '${shortText(node)}'`,
    expected: "a boolean, a number or a reference",
    hint: "compare it with '==='",
  });
  return null;
}

function typeClass(lowering: Lowering, type: ts.Type): "boolean" | "number" | "object" | "other" {
  const parts = type.isUnion() ? type.types : [type];
  if (parts.every((part) => (part.flags & ts.TypeFlags.BooleanLike) !== 0 || isReturned(lowering, part))) return "boolean";
  if (parts.every((part) => (part.flags & ts.TypeFlags.NumberLike) !== 0)) return "number";
  return parts.every((part) => (part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Object)) !== 0) ? "object" : "other";
}

/** HRTIMER_RESTART, IRQ_WAKE_THREAD and their counterparts are booleans of the program. */
function isReturned(lowering: Lowering, type: ts.Type): boolean {
  const symbol = type.getSymbol();
  const name = symbol === undefined ? undefined : lowering.model.sources.language.get(symbol);
  return name === "hrtimer_restart" || name === "irqreturn_t";
}
