// How often the line of an interrupt is disabled: a number that goes with the handler.

import type { ts } from "ts-morph";
import type { Lowering } from "../lowering.js";
import { freshId } from "./elaboration.js";
import { implicitField } from "./implicit.js";
import type { SharedField } from "./world.js";

/** How deep disabling nests at most, as far as a model can tell. */
export const MAX_DEPTH = 3;

/** Declares it at its first use. */
export function depthOf(lowering: Lowering, call: ts.CallExpression, context: string): SharedField {
  const { model } = lowering;
  const known = model.gates.get(context);
  if (known !== undefined) return known;
  const node = model.contexts.find(({ name }) => name === context)?.node ?? call;
  const type = { kind: "int", min: 0, max: MAX_DEPTH, wraps: false } as const;
  const field = implicitField(lowering, freshId(model, `${context}.depth`), type, { kind: "int", value: 0 }, node);
  model.gates.set(context, field);
  return field;
}
