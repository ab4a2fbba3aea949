// A call: of the language, of a function or macro of the model, or of something that is neither.

import { ts } from "../../../typescript.cjs";
import { languageName } from "../../load/sources.js";
import { type Lowering, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning } from "../../meaning.js";
import { quantify } from "../language/quantifiers.js";
import { languageFunctions } from "../language/table.js";

export function lowerCall(lowering: Lowering, call: ts.CallExpression): Meaning {
  const name = languageName(lowering.model.sources, call.expression);
  if (name !== null) return lowerLanguageCall(lowering, call, name);
  if (ts.isPropertyAccessExpression(call.expression)) {
    const quantified = quantify(lowering, call, call.expression);
    if (quantified !== null) return quantified;
  }
  const callee = lowering.model.visitors.expression(lowering, call.expression);
  if (callee.kind === "callable") return lowering.model.visitors.callable(lowering, callee.callable, call);
  if (callee.kind === "language") return lowerLanguageCall(lowering, call, callee.name);
  return callee.kind === "invalid" ? INVALID : reject(lowering, "unknown-function-value", call.expression, {});
}

const OTHER_PLACE = "to the top level or to the initialiser of a class field";
const PLACES: Readonly<Record<string, string>> = { param: "to a const at the top level, whose name then stands here" };

function lowerLanguageCall(lowering: Lowering, call: ts.CallExpression, name: string): Meaning {
  const known = languageFunctions.get(name);
  if (known === undefined) return reject(lowering, "misplaced-declaration", call, { name, where: PLACES[name] ?? OTHER_PLACE });
  if (call.arguments.some(ts.isSpreadElement))
    return reject(lowering, "unsupported-syntax", call, {
      construct: `A spread argument ('${shortText(call)}') is`,
      hint: "write the arguments out",
    });
  if (known.steps && lowering.mode !== "graph") {
    const what = `'${name}'`;
    return lowering.mode === "property"
      ? reject(lowering, "effect-in-property", call, { what })
      : reject(lowering, "not-constant", call, { what });
  }
  return known.lower(lowering, call);
}
