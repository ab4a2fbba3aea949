// An initialiser at top level or of a class field: shared state, an object, a pool, or a constant.

import { ts } from "../../typescript.cjs";
import { languageName } from "../load/sources.js";
import { type Lowering, reject } from "../lowering.js";
import { boolean, constantOf, INVALID, integer, type Meaning, text } from "../meaning.js";
import { inParentheses } from "../syntax.js";
import { evaluate, propertyOf } from "./arguments.js";
import { contextFunctions, declareContext } from "./contexts.js";
import { fieldFunctions } from "./fields.js";
import { declarePool, instantiate } from "./objects.js";
import { declareWorkqueue } from "./works.js";
import type { Initial, Instance, ModelClass, SharedType } from "./world.js";

/** Where a declaration stands. */
export interface Site {
  /** Id of an object declared here: `ctx`, `ctx.ev_fd`. */
  readonly id: string;
  readonly name: string;
  /** Null at top level. */
  readonly class: ModelClass | null;
  readonly instance: Instance | null;
}

export type Declared =
  | { readonly kind: "shared"; readonly type: SharedType; readonly initial: Initial }
  | { readonly kind: "meaning"; readonly meaning: Meaning };

/** Evaluates an initialiser. */
export function declareValue(lowering: Lowering, initializer: ts.Expression, site: Site): Declared {
  const node = inParentheses(initializer);
  if (ts.isConditionalExpression(node)) {
    const condition = constantOf(evaluate(lowering, node.condition));
    if (condition?.kind !== "bool")
      return given(reject(lowering, "not-constant", node.condition, { what: "The condition of a declaration" }));
    return declareValue(lowering, condition.value ? node.whenTrue : node.whenFalse, site);
  }
  if (ts.isNewExpression(node)) return given(instantiate(lowering, node, site.id, site.class === null));
  if (ts.isCallExpression(node)) return declareCall(lowering, node, site);
  return given(evaluate(lowering, node));
}

function declareCall(lowering: Lowering, call: ts.CallExpression, site: Site): Declared {
  const name = languageName(lowering.model.sources, call.expression);
  if (name === null) return given(evaluate(lowering, call));
  const field = fieldFunctions.get(name);
  if (field !== undefined) {
    const shared = field(lowering, call);
    return shared === null ? given(INVALID) : { kind: "shared", ...shared };
  }
  if (name === "select") {
    const chosen = selectedEntry(lowering, call);
    return chosen === null ? given(INVALID) : declareValue(lowering, chosen, site);
  }
  if (name === "pool" || name === "kmem_cache") return given(declarePool(lowering, call, site.id, name === "pool"));
  if (name === "kthread_create_worker") return given(declareWorkqueue(lowering, call, site.id, true));
  if (name === "alloc_workqueue" || name === "alloc_ordered_workqueue")
    return given(declareWorkqueue(lowering, call, site.id, name === "alloc_ordered_workqueue"));
  if (name === "variant") return given(variantChoice(lowering, call, site));
  if (name === "commit") return given(isApplied(lowering, call, site));
  if (name === "param") return given(parameterChoice(lowering, call));
  if (contextFunctions.has(name) && site.class === null) return given(declareContext(lowering, call, name));
  return given(evaluate(lowering, call));
}

/** The entry that `select(axis, table)` takes. */
export function selectedEntry(lowering: Lowering, call: ts.CallExpression): ts.Expression | null {
  const [axis, table] = call.arguments;
  if (axis === undefined || table === undefined) return null;
  const key = constantOf(evaluate(lowering, axis));
  const entries = evaluate(lowering, table);
  if (key?.kind !== "enum") reject(lowering, "not-constant", axis, { what: "The axis of 'select'" });
  else if (entries.kind !== "record") reject(lowering, "not-constant", table, { what: "The table of 'select'" });
  else {
    const found = propertyOf(entries.node, key.value);
    if (found !== null) return found;
    reject(lowering, "not-constant", table, { what: `The entry '${key.value}' of 'select'` });
  }
  return null;
}

function variantChoice(lowering: Lowering, call: ts.CallExpression, site: Site): Meaning {
  if (site.class !== null) return reject(lowering, "misplaced-declaration", call, { name: "variant", where: "to a top-level const" });
  const chosen = lowering.model.choice.variants[site.name];
  const [first] = call.arguments;
  if (chosen !== undefined) return text(chosen);
  return first === undefined ? INVALID : evaluate(lowering, first);
}

/** Whether the version that is being compiled has the commit. */
function isApplied(lowering: Lowering, call: ts.CallExpression, site: Site): Meaning {
  if (site.class !== null) return reject(lowering, "misplaced-declaration", call, { name: "commit", where: "to a top-level const" });
  const [argument] = call.arguments;
  const hash = argument === undefined ? null : constantOf(evaluate(lowering, argument));
  return hash?.kind === "enum" ? boolean(!lowering.model.reverted.has(hash.value)) : INVALID;
}

function parameterChoice(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [name, value] = call.arguments;
  if (name === undefined || value === undefined) return INVALID;
  const key = constantOf(evaluate(lowering, name));
  const chosen = key?.kind === "enum" ? lowering.model.choice.parameters[key.value] : undefined;
  return chosen === undefined ? evaluate(lowering, value) : integer(chosen);
}

function given(meaning: Meaning): Declared {
  return { kind: "meaning", meaning };
}
