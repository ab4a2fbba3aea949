// Which object a fault about memory is about, and who freed it: read off the state of the fault, in which nothing is changed yet.

import { childrenOf, expressionsOf } from "../../codegen/analysis/operation-uses.js";
import type { Expression } from "../../codegen/ir/expression.js";
import type { Location } from "../../codegen/ir/located.js";
import type { Context } from "../../codegen/ir/program.js";
import type { BuiltTrace } from "../trace/build-trace.js";
import { valueAt } from "../trace/situation.js";
import { since } from "./words.js";

/** The first object of the operation that is not allocated, or that of a timer that starts again; null where it cannot be told. */
export function goneObject({ last }: BuiltTrace, context: Context, { node: { operation } }: Location): string | null {
  if (operation.kind === "end") return context.timer?.object ?? null;
  const inOrder = (expression: Expression): readonly Expression[] => [...childrenOf(expression).flatMap(inOrder), expression];
  const values = expressionsOf(operation)
    .flatMap(inOrder)
    .map((expression) => valueAt(last, context.id, expression));
  return values.find((value) => last.flat.get(value) === "free") ?? null;
}

/** `sessions[0], which owner has freed (kfree at f.ts:47:3)`. */
export function goneText({ trace }: BuiltTrace, object: string | null): string {
  if (object === null) return "an object that is not allocated";
  const freed = trace.steps.findLast(({ changes }) => changes.some(({ name, after }) => name === object && after === "free"));
  if (freed === undefined) return `${object}, which is not allocated`;
  return `${object}, which ${freed.context.id} has freed${since("kfree", freed.at)}`;
}
