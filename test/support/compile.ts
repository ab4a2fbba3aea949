// Model source text -> locations and specifications, for tests of what comes after the frontend.

import { assert } from "chai";
import { locate } from "../../codegen/analysis/index.js";
import type { Reduction } from "../../codegen/analysis/reductions.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Program } from "../../codegen/ir/program.js";
import { type CompileOptions, compile, languageNames } from "./compile-model.js";

/** The program of a model; fails the test when it is rejected. The import stands on the first line, so that line numbers stay. */
export function programOf(source: string, options: CompileOptions = {}): Program {
  const used = languageNames().filter((name) => new RegExp(`\\b${name}\\b`, "u").test(source));
  const { program, diagnostics } = compile(`import { ${used.join(", ")} } from "lockproof/dsl"; ${source}`, options);
  assert.deepEqual(
    diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`),
    [],
  );
  if (program === null) throw new Error("no program");
  return program;
}

export function locatedOf(source: string, options: CompileOptions = {}): LocatedProgram {
  const located = locate(programOf(source, options));
  if ("kind" in located) throw new Error(located.kind);
  return located;
}

export function compilationOf(source: string, options: CompileOptions = {}, reductions: readonly Reduction[] = []): Compilation {
  const outcome = compileProgram(programOf(source, options), () => null, reductions);
  if ("diagnostics" in outcome) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.compilation;
}
