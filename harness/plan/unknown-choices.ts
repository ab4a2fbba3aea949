// Versions, configurations and parameters asked for on the command line that no model has: said once, with what there is.

import { createDiagnostic, type Diagnostic } from "../../codegen/diagnostics/index.js";
import type { Axes } from "../../codegen/frontend/index.js";
import type { CheckRequest } from "../request.js";

/** Empty when every choice is known to some model. */
export function unknownChoices(models: readonly Axes[], request: CheckRequest): readonly Diagnostic[] {
  const versions = models.flatMap(({ variants }) =>
    variants.flatMap(({ name, values }) => values.flatMap((value) => [value, `${name}=${value}`])),
  );
  const configurations = models.flatMap((model) => model.configurations.map(({ name }) => name));
  const parameters = models.flatMap((model) => model.parameters.map(({ name }) => name));
  return [
    ...unknown("version", request.variants, versions, "--variant"),
    ...unknown("configuration", request.configurations, configurations, "--config"),
    ...unknown("parameter", Object.keys(request.parameters), parameters, "--set"),
  ];
}

function unknown(what: string, wanted: readonly string[], known: readonly string[], option: string): readonly Diagnostic[] {
  const plain = [...new Set(known.filter((name) => !name.includes("=")))];
  const hint = plain.length === 0 ? `leave out ${option}` : `use ${option} with one of: ${plain.join(", ")}`;
  return wanted.filter((name) => !known.includes(name)).map((name) => createDiagnostic("unknown-choice", null, { what, name, hint }));
}
