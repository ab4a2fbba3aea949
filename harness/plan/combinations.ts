// One model file is many models: every version on every axis, in every kernel configuration, with the parameters asked for.

import type { Axes } from "../../codegen/frontend/index.js";
import type { Configuration } from "../../codegen/ir/program.js";
import type { CheckRequest } from "../request.js";

export interface Combination {
  readonly variants: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, number>>;
  readonly configuration: Configuration;
}

/** The combinations of a model that the request selects, in the order of the declarations. */
export function combinationsOf(axes: Axes, request: CheckRequest): readonly Combination[] {
  const versions = axes.variants.reduce<readonly Readonly<Record<string, string>>[]>(
    (all, axis) =>
      all.flatMap((chosen) =>
        axis.values
          .filter((value) => isSelected(axis.name, value, axis.values, request.variants))
          .map((value) => ({ ...chosen, [axis.name]: value })),
      ),
    [{}],
  );
  const known = request.variants.every((wanted) => axes.variants.some((axis) => isAbout(axis.name, axis.values, wanted)));
  if (!known) return [];
  const parameters = Object.fromEntries(axes.parameters.map((axis) => [axis.name, request.parameters[axis.name] ?? axis.value]));
  const configurations = axes.configurations.filter(
    (configuration) => request.configurations.length === 0 || request.configurations.includes(configuration.name),
  );
  return versions.flatMap((variants) => configurations.map((configuration) => ({ variants, parameters, configuration })));
}

/** `fixed` or `version=fixed`; a choice about another axis leaves this one open. */
function isSelected(axis: string, value: string, values: readonly string[], wanted: readonly string[]): boolean {
  const here = wanted.filter((choice) => isAbout(axis, values, choice));
  return here.length === 0 || here.some((choice) => choice === value || choice === `${axis}=${value}`);
}

function isAbout(axis: string, values: readonly string[], choice: string): boolean {
  return values.includes(choice) || values.some((value) => choice === `${axis}=${value}`);
}
