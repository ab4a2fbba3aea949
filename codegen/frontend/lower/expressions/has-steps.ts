// Whether an expression would emit steps: asked before anything is emitted, to keep conditions without steps in one branch.

import { ts } from "../../../typescript.cjs";
import { LIMITS } from "../../limits.js";
import { languageName, symbolOf } from "../../load/sources.js";
import type { Lowering } from "../../lowering.js";
import type { Callable, Meaning } from "../../meaning.js";
import { languageFunctions } from "../language/table.js";

export function hasSteps(lowering: Lowering, node: ts.Node): boolean {
  if (ts.isArrowFunction(node) || ts.isTypeNode(node)) return false;
  if (ts.isObjectLiteralExpression(node) && lowering.mode === "graph") return true;
  if (ts.isCallExpression(node) && callHasSteps(lowering, node)) return true;
  return ts.forEachChild(node, (child) => hasSteps(lowering, child)) ?? false;
}

function callHasSteps(lowering: Lowering, call: ts.CallExpression): boolean {
  const name = languageName(lowering.model.sources, call.expression);
  if (name !== null) return languageFunctions.get(name)?.steps ?? false;
  if (lowering.mode !== "graph") return false;
  const callee = calleeOf(lowering, call.expression);
  return callee === null || expansionHasSteps(lowering, callee, call);
}

/** A macro whose body is an expression without steps is an expression itself. */
function expansionHasSteps(lowering: Lowering, callable: Callable, call: ts.CallExpression): boolean {
  const { node } = callable;
  if (ts.isFunctionDeclaration(node) || ts.isBlock(node.body)) return true;
  if (call.arguments.some((argument) => hasSteps(lowering, argument))) return true;
  if (lowering.activation.depth >= LIMITS.inlining || lowering.model.budget.expansions-- <= 0) return true;
  const inside = { ...lowering, scope: callable.scope, activation: { ...lowering.activation, depth: lowering.activation.depth + 1 } };
  return hasSteps(inside, node.body);
}

/** What a plain name calls, null when it takes more than a look to know. */
export function calleeOf(lowering: Lowering, node: ts.Expression): Callable | null {
  if (!ts.isIdentifier(node)) return null;
  const symbol = symbolOf(lowering.model.sources, node);
  if (symbol === null) return null;
  const binding = lowering.scope?.lookup(symbol) ?? null;
  const meaning: Meaning | null =
    binding === null ? lowering.model.visitors.topLevel(lowering, symbol, node) : binding.kind === "meaning" ? binding.meaning : null;
  return meaning?.kind === "callable" ? meaning.callable : null;
}
