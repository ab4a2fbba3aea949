// The cases as compiled models: all of them share one type checker.

import { join } from "node:path";
import { REDUCTIONS, type Reduction } from "../../codegen/analysis/reductions.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { loadModels, lowerProgram } from "../../codegen/frontend/index.js";
import type { Configuration } from "../../codegen/ir/program.js";
import { fileHost, packageRoot } from "../host.js";
import type { SelftestCase } from "./case.js";
import { translateCase } from "./translate.js";

/** A case with its model, or the reason why there is none. */
export type PreparedCase =
  | { readonly kind: "model"; readonly selftest: SelftestCase; readonly source: string; readonly compilation: Compilation }
  | { readonly kind: "unsaid"; readonly selftest: SelftestCase; readonly reason: string };

/** Where the models would lie: beside the library that they import. */
const folder = (): string => join(packageRoot(), "models", "selftest").replaceAll("\\", "/");

export function compileCases(
  cases: readonly SelftestCase[],
  configuration: Configuration,
  reductions: readonly Reduction[] = REDUCTIONS,
): readonly PreparedCase[] {
  const translations = cases.map((selftest) => ({ selftest, translation: translateCase(selftest) }));
  const sources = new Map(
    translations.flatMap(({ selftest, translation }) =>
      translation.kind === "model" ? [[pathOf(selftest), translation.source] as const] : [],
    ),
  );
  const files = fileHost(folder());
  const host = { root: files.root, dslFolder: files.dslFolder, readFile: (path: string) => sources.get(path) ?? files.readFile(path) };
  const loaded = new Map(loadModels(host, [...sources.keys()]).map((result, index) => [[...sources.keys()][index], result]));
  return translations.map(({ selftest, translation }): PreparedCase => {
    if (translation.kind === "unsaid") return { kind: "unsaid", selftest, reason: translation.reason };
    const result = loaded.get(pathOf(selftest));
    const lowered = result?.model == null ? null : lowerProgram(result.model, { variants: {}, parameters: {}, configuration });
    const diagnostics = [...(result?.diagnostics ?? []), ...(lowered?.diagnostics ?? [])];
    const outcome = lowered?.program == null ? { diagnostics } : compileProgram(lowered.program, () => null, reductions);
    if ("compilation" in outcome) return { kind: "model", selftest, source: translation.source, compilation: outcome.compilation };
    const [first] = outcome.diagnostics;
    return { kind: "unsaid", selftest, reason: first === undefined ? "it does not compile" : `${first.code}: ${first.message}` };
  });
}

function pathOf({ id }: SelftestCase): string {
  return `${folder()}/${id}.ts`;
}
