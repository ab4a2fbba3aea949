// What properties read: a step that changes it is visible, and the states on both sides of it must be seen.

import type { Expression } from "../../ir/expression.js";
import type { Program } from "../../ir/program.js";
import { childrenOf } from "../operation-uses.js";
import { readsOf } from "./touches.js";

export interface Visible {
  /** Fields whose value some property reads. */
  readonly fields: ReadonlySet<string>;
  /** Contexts whose end some property reads. */
  readonly contexts: ReadonlySet<string>;
}

export function visibleTo(program: Program): Visible {
  const conditions = program.properties.map((property) => property.condition);
  return {
    fields: new Set(conditions.flatMap((condition) => readsOf(program, condition, null).map((touch) => touch.resource))),
    contexts: new Set(conditions.flatMap(finishedIn)),
  };
}

function finishedIn(expression: Expression): readonly string[] {
  return expression.kind === "finished" ? [expression.context] : childrenOf(expression).flatMap(finishedIn);
}
