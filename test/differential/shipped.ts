// Everything that is shipped, compiled without reductions and with its parameters as small as they may be, for comparison of state graphs.

import { join } from "node:path";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { type LoadedModel, loadModels, lowerProgram } from "../../codegen/frontend/index.js";
import type { Configuration } from "../../codegen/ir/program.js";
import { readSelftest, runsIn } from "../../harness/conformance/case.js";
import { compileCases } from "../../harness/conformance/compile-cases.js";
import { fileHost, packageRoot } from "../../harness/host.js";
import { modelsNear } from "../../harness/models-near.js";
import { survey } from "../../interpreter/index.js";
import { type Comparison, compareGraphs } from "../support/equal-graphs.js";

export interface Shipped {
  readonly title: string;
  readonly compilation: Compilation;
}

/** Every version and configuration of every model in `models/`. */
export function shippedModels(): readonly Shipped[] {
  const host = fileHost(packageRoot());
  const files = modelsNear(packageRoot()).filter((file) => file.startsWith("models/"));
  const loaded = loadModels(
    host,
    files.map((file) => join(packageRoot(), file)),
  );
  return loaded.flatMap(({ model }, index) => (model?.isModel === true ? versionsOf(files[index] ?? "", model) : []));
}

function versionsOf(file: string, model: LoadedModel): readonly Shipped[] {
  const parameters = Object.fromEntries(model.parameters.map(({ name, min }) => [name, min]));
  const variants = model.variants.reduce<readonly Readonly<Record<string, string>>[]>(
    (all, { name, values }) => all.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );
  return variants.flatMap((chosen) =>
    model.configurations.map((configuration) => {
      const title = [file, ...Object.values(chosen), configuration.name].join(" ");
      const { program, diagnostics } = lowerProgram(model, { variants: chosen, parameters, configuration });
      if (program === null) throw new Error(`${title}: ${diagnostics[0]?.message ?? "rejected"}`);
      const outcome = compileProgram(program, () => null);
      if ("diagnostics" in outcome) throw new Error(`${title}: ${outcome.diagnostics[0]?.message ?? "rejected"}`);
      return { title, compilation: outcome.compilation };
    }),
  );
}

/** The cases of the kernel's locking self-test that can be said. */
export function selftestCases(configuration: Configuration): readonly Shipped[] {
  const cases = readSelftest().filter((selftest) => runsIn(selftest, configuration.name));
  return compileCases(cases, configuration, []).flatMap((prepared) =>
    prepared.kind === "model" ? [{ title: `${prepared.selftest.id} ${configuration.name}`, compilation: prepared.compilation }] : [],
  );
}

/** Null: more states than `maxStates`. */
export async function compareShipped({ compilation }: Shipped, maxStates: number): Promise<Comparison | null> {
  return survey(compilation.located, { maxStates }).complete ? compareGraphs(compilation) : null;
}
