// The frontend: model source text → IR. `loadModel` parses and checks a file once; `lowerProgram` compiles it for one choice of
// variants, parameters and configuration. Nothing of a model is ever executed.

import type { SourceHost } from "../source/host.js";
import type { Choice } from "./elaborate/elaboration.js";
import { type LoadedModel, type LoadResult, loadModels } from "./load/load.js";
import { buildProgram, type LoweredProgram } from "./program/program.js";

export type { Choice } from "./elaborate/elaboration.js";
export { LIMITS } from "./limits.js";
export type { Axes, ParameterAxis, VariantAxis } from "./load/axes.js";
export { type LoadedModel, type LoadResult, loadModels } from "./load/load.js";
export type { LoweredProgram } from "./program/program.js";
export type { Stretch } from "./program/unused-bodies.js";

/** Loads one model file; `loadModels` does several in the time of one. */
export function loadModel(host: SourceHost, file: string): LoadResult {
  const [result] = loadModels(host, [file]);
  return result ?? { model: null, diagnostics: [] };
}

/** Compiles a loaded model for one choice. */
export function lowerProgram(model: LoadedModel, choice: Choice): LoweredProgram {
  return buildProgram(model, choice);
}
