// One model through both implementations of docs/semantics.md: are the state graphs equal, and do the verdicts agree? One run of TLC does for
// a model without a finding; a run that finds something stops early, so the graph takes a second one.

import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { explore, graph, survey } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { type Compiled, shortDiagnostic } from "../support/compile-model.js";
import { compareWithDump, runDumping } from "../support/equal-graphs.js";
import { compareExercised } from "./exercised.js";
import { compareUsage } from "./usage.js";
import { compareVerdicts, type Judged } from "./verdicts.js";

export type ModelComparison =
  | { readonly kind: "rejected"; readonly differences: readonly []; readonly diagnostics: readonly string[] }
  /** The model has more states than were asked for. */
  | { readonly kind: "too-large"; readonly differences: readonly [] }
  /** TLC met its time limit, so that nothing can be said. */
  | { readonly kind: "unfinished"; readonly differences: readonly []; readonly reason: string }
  /** `verdict` is the interpreter's. No differences: all is well. */
  | {
      readonly kind: "compared";
      readonly differences: readonly string[];
      readonly verdict: string;
      readonly states: number;
      readonly edges: number;
    };

export interface ComparisonBounds {
  readonly maxStates: number;
}

/** Compares the two; an exception of either, or of the compiler, is a difference, too. */
export async function compareModel(compiled: () => Compiled, bounds: ComparisonBounds): Promise<ModelComparison> {
  try {
    return await compareUnguarded(compiled(), bounds);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: "compared", differences: [`exception: ${text}`], verdict: "exception", states: 0, edges: 0 };
  }
}

async function compareUnguarded(model: Compiled, { maxStates }: ComparisonBounds): Promise<ModelComparison> {
  const compiled = compilationOf(model);
  if ("diagnostics" in compiled) return { kind: "rejected", differences: [], diagnostics: compiled.diagnostics };
  const { compilation } = compiled;
  if (!survey(compilation.located, { maxStates }).complete) return { kind: "too-large", differences: [] };
  const interpreted = graph(compilation.located, { maxStates });
  const exploration = explore(compilation.located, { maxStates: 2 * maxStates });
  const judged = await judge(compilation);
  const whole =
    judged.safety.outcome === "verified" ? judged.safety : await runDumping(compilation, compilation.emitted.runs.survey, false);
  const late = [judged.safety, judged.deciding, ...judged.witnesses.values(), whole].find(({ outcome }) => outcome === "timeout");
  if (late?.outcome === "timeout") return { kind: "unfinished", differences: [], reason: `TLC takes more than ${late.timeoutMs / 1000} s` };
  const graphs =
    whole.outcome === "verified"
      ? compareWithDump(compilation, interpreted, whole.dot)
      : { states: 0, edges: 0, differences: [`TLC does not explore the model: ${complaintOf(whole)}`] };
  return {
    kind: "compared",
    differences: [
      ...compareVerdicts(compilation, exploration, judged),
      ...compareExercised(compilation, exploration, judged.safety),
      ...compareUsage(compilation, whole),
      ...graphs.differences,
    ],
    verdict: exploration.outcome === "violated" ? exploration.finding.kind : exploration.outcome,
    states: graphs.states,
    edges: graphs.edges,
  };
}

function compilationOf({
  program,
  diagnostics,
}: Compiled): { readonly compilation: Compilation } | { readonly diagnostics: readonly string[] } {
  if (program === null) return { diagnostics: diagnostics.map(shortDiagnostic) };
  const outcome = compileProgram(program, () => null);
  return "diagnostics" in outcome ? { diagnostics: outcome.diagnostics.map(shortDiagnostic) } : outcome;
}

/** The runs as harness/run/check-one.ts goes through them, up to the one that decides. */
async function judge(compilation: Compilation): Promise<Judged> {
  const { safety, witnesses, progress, fair } = compilation.emitted.runs;
  const first = await runDumping(compilation, safety, true);
  const judged = { safety: first, deciding: first, witnesses: new Map<string, TlcRunResult>(), unreachable: null };
  if (first.outcome !== "verified") return judged;
  for (const { config, reachable } of witnesses) {
    const witness = await runDumping(compilation, config, false);
    if (witness.outcome === "verified") return { ...judged, deciding: witness, unreachable: reachable.name };
    judged.witnesses.set(reachable.name, witness);
  }
  if (progress === null) return judged;
  let deciding = await runDumping(compilation, progress, false);
  if (deciding.outcome !== "temporal") return { ...judged, deciding };
  for (const { config } of fair) {
    deciding = await runDumping(compilation, config, false);
    if (deciding.outcome !== "verified") break;
  }
  return { ...judged, deciding };
}

/** What went wrong with a run, in words. */
function complaintOf(run: TlcRunResult): string {
  if (run.outcome === "spec-error") return [run.text, ...run.errors.map((error) => JSON.stringify(error))].join(" ");
  return "text" in run ? run.text : run.outcome;
}
