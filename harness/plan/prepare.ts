// Model files -> what there is to check: loads each file once, lowers and compiles every combination of it.

import type { Reduction } from "../../codegen/analysis/reductions.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import type { Diagnostic } from "../../codegen/diagnostics/index.js";
import { createDiagnostic, suggestion } from "../../codegen/diagnostics/index.js";
import { type LoadedModel, loadModels, lowerProgram, type Stretch } from "../../codegen/frontend/index.js";
import { relativePath } from "../../codegen/source/paths.js";
import { whyUnreadable } from "../cache/model-sources.js";
import type { RecordingHost } from "../host.js";
import { modelsNear } from "../models-near.js";
import type { CheckRequest } from "../request.js";
import type { Subject } from "../result.js";
import { lineReader } from "../source-text.js";
import { type Combination, combinationsOf } from "./combinations.js";
import { unknownChoices } from "./unknown-choices.js";

/** Something to check, or the reasons why it cannot be. */
export type Planned = { readonly subject: Subject; readonly compile: () => Prepared };
export type Prepared =
  | { readonly kind: "compiled"; readonly compilation: Compilation; readonly unused: () => readonly Stretch[] }
  | { readonly kind: "rejected"; readonly diagnostics: readonly Diagnostic[] };

/** All checks of the given files, loaded together; a file that declares nothing to check (a library) gives none. */
export function planFiles(host: RecordingHost, files: readonly string[], request: CheckRequest): readonly Planned[] {
  const results = loadModels(host, files);
  const models = results.flatMap(({ model }) => (model?.isModel === true ? [model] : []));
  const unknown = models.length === 0 ? [] : unknownChoices(models, request);
  const [first] = models;
  if (first !== undefined && unknown.length > 0) {
    const subject = { ...subjectOf(host, first.file, NO_COMBINATION), file: first.file, model: shortName(first.file) };
    return [{ subject, compile: () => ({ kind: "rejected", diagnostics: unknown }) }];
  }
  return files.flatMap((file, index) => {
    const loaded = results[index];
    const model = loaded?.model ?? null;
    if (loaded === undefined || model === null)
      return [
        { subject: subjectOf(host, file, NO_COMBINATION), compile: () => ({ kind: "rejected", diagnostics: loaded?.diagnostics ?? [] }) },
      ];
    if (!model.isModel) return [];
    return combinationsOf(model, request).map((combination) => ({
      subject: subjectOf(host, file, combination),
      compile: () => compileCombination(host, model, combination, request.reductions),
    }));
  });
}

/** For a path that cannot be read. */
export function planMissing(host: RecordingHost, path: string): Planned {
  const unreadable = whyUnreadable(path);
  const name = relativePath(host.root, unreadable.path);
  const others = unreadable.isMissing ? modelsNear(host.root, name) : [];
  const hint = suggestion(name, others, `check the path: ${unreadable.why}`);
  const diagnostics = [createDiagnostic("file-not-found", null, { path: name, hint })];
  return { subject: subjectOf(host, path, NO_COMBINATION), compile: () => ({ kind: "rejected", diagnostics }) };
}

const NO_COMBINATION: Combination = {
  variants: {},
  parameters: {},
  configuration: { name: "raw-lock-nesting", proveRawLockNesting: true, preemptRt: false },
};

function compileCombination(
  host: RecordingHost,
  loaded: LoadedModel,
  combination: Combination,
  reductions: readonly Reduction[],
): Prepared {
  const { program, diagnostics, unused } = lowerProgram(loaded, combination);
  if (program === null) return { kind: "rejected", diagnostics };
  const outcome = compileProgram(program, lineReader(host), reductions);
  return "diagnostics" in outcome
    ? { kind: "rejected", diagnostics: outcome.diagnostics }
    : { kind: "compiled", compilation: outcome.compilation, unused };
}

function subjectOf(host: RecordingHost, file: string, { variants, parameters, configuration }: Combination): Subject {
  const path = relativePath(host.root, file);
  return {
    file: path,
    model: shortName(path),
    variants: { ...variants },
    parameters: { ...parameters },
    configuration: configuration.name,
  };
}

function shortName(path: string): string {
  return path.replace(/^models\//, "").replace(/\.ts$/, "");
}
