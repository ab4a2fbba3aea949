// Whether a choice of variants and parameters is one that the model offers.

import { createDiagnostic, type Diagnostic, suggestion } from "../../diagnostics/index.js";
import type { Choice } from "../elaborate/elaboration.js";
import type { LoadedModel } from "../load/load.js";

export function checkChoice(loaded: LoadedModel, choice: Choice): readonly Diagnostic[] {
  return [...checkVariants(loaded, choice), ...checkParameters(loaded, choice)];
}

function checkVariants(loaded: LoadedModel, choice: Choice): readonly Diagnostic[] {
  const names = loaded.variants.map((axis) => axis.name);
  return Object.entries(choice.variants).flatMap(([name, value]) => {
    const axis = loaded.variants.find((candidate) => candidate.name === name);
    if (axis === undefined) return [unknown("axis", name, names, null)];
    return axis.values.includes(value) ? [] : [unknown(`version of '${name}' called`, value, axis.values, axis.span)];
  });
}

function checkParameters(loaded: LoadedModel, choice: Choice): readonly Diagnostic[] {
  const names = loaded.parameters.map((axis) => axis.name);
  return Object.entries(choice.parameters).flatMap(([name, value]) => {
    const axis = loaded.parameters.find((candidate) => candidate.name === name);
    if (axis === undefined) return [unknown("parameter", name, names, null)];
    const { min, max, span } = axis;
    if (Number.isInteger(value) && value >= min && value <= max) return [];
    return [createDiagnostic("out-of-bounds", span, { what: `The parameter '${name}'`, value, low: min, high: max })];
  });
}

function unknown(what: string, name: string, known: readonly string[], span: Diagnostic["span"]): Diagnostic {
  const all = known.map((candidate) => `'${candidate}'`).join(", ");
  const standard = known.length === 0 ? "leave it out" : `choose one of ${all}`;
  return createDiagnostic("unknown-choice", span, { what, name, hint: suggestion(name, known, standard) });
}
