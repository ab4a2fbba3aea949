// TLC's verdict on a reduced specification against everything that the interpreter finds wrong with the model itself. Where several rules are
// broken either may be met first, so what TLC finds must be among what the interpreter does, and replay as an execution.

import { REDUCTIONS } from "../../codegen/analysis/reductions.js";
import { type Compilation, compileProgram, type Specification } from "../../codegen/compile.js";
import type { TlcConfig } from "../../codegen/tla/ast.js";
import { readLibrary, runFiles } from "../../harness/library.js";
import { programCounters } from "../../harness/trace/flat-state.js";
import { observationsOf } from "../../harness/trace/observations.js";
import { wholeTrace } from "../../harness/trace/whole-trace.js";
import { type Exploration, explore } from "../../interpreter/index.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { type AllFindings, allFindings } from "../support/all-findings.js";
import type { Compiled } from "../support/compile-model.js";
import { tools } from "../support/tlc.js";
import type { ComparisonBounds, ModelComparison } from "./compare-model.js";
import { kindOf } from "./verdicts.js";

/** The model itself, in the interpreter. */
interface Whole {
  readonly all: AllFindings;
  readonly exploration: Exploration;
}

type Run = (specification: Specification, config: TlcConfig, checkDeadlock?: boolean) => Promise<TlcRunResult>;

/** TLC has no verdict in the time that a run has. */
class Undecided extends Error {}

/** An exception is a difference. */
export async function compareReducedVerdict(compiled: () => Compiled, { maxStates }: ComparisonBounds): Promise<ModelComparison> {
  try {
    return await compareUnguarded(compiled(), maxStates);
  } catch (error) {
    if (error instanceof Undecided) return { kind: "too-large", differences: [] };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: "compared", differences: [`exception: ${text}`], verdict: "exception", states: 0, edges: 0 };
  }
}

async function compareUnguarded({ program }: Compiled, maxStates: number): Promise<ModelComparison> {
  const outcome = program === null ? null : compileProgram(program, () => null, REDUCTIONS);
  if (outcome === null || "diagnostics" in outcome) return { kind: "rejected", differences: [], diagnostics: [] };
  const { compilation } = outcome;
  const all = allFindings(compilation.located, new Set(), maxStates);
  if (!all.complete) return { kind: "too-large", differences: [] };
  const exploration = explore(compilation.located, { maxStates: 2 * maxStates });
  const run: Run = (specification, config, checkDeadlock = false) => runTlc(compilation, specification, config, checkDeadlock);
  const safety = await run(compilation, compilation.emitted.runs.safety, true);
  const differences =
    safety.outcome === "verified"
      ? await compareVerified(compilation, { all, exploration }, safety, run)
      : compareViolated(compilation, all, safety);
  return {
    kind: "compared",
    differences,
    verdict: exploration.outcome === "violated" ? exploration.finding.kind : exploration.outcome,
    states: safety.statistics.distinct ?? 0,
    edges: 0,
  };
}

async function runTlc(
  compilation: Compilation,
  { module }: Specification,
  config: TlcConfig,
  checkDeadlock: boolean,
): Promise<TlcRunResult> {
  const { moduleName } = compilation;
  const { java, jar, pool } = await tools();
  const files = runFiles(moduleName, module, config, readLibrary());
  const result = await pool.run({ files, module: moduleName, java, jar, checkDeadlock });
  if (result.outcome === "timeout") throw new Undecided(moduleName);
  return result;
}

function compareViolated(compilation: Compilation, { findings }: AllFindings, run: TlcRunResult): readonly string[] {
  if (run.trace === null) return [`TLC says ${run.outcome}`];
  const whole = wholeTrace(compilation, compilation, run.trace);
  if (!whole.fits) return [`state ${whole.index + 1} of TLC's trace is no step: ${whole.differences.join("; ")}`];
  const property = run.outcome === "invariant" ? compilation.emitted.propertyNames.indexOf(run.name) : -1;
  const last = run.trace.states.at(-1);
  const kind = kindOf(run, last === undefined ? [] : [...programCounters(last).values()]);
  const wanted = property < 0 ? kind : `invariant: ${compilation.located.program.properties[property]?.name ?? ""}`;
  const found = [...findings].some(
    (finding) => finding === wanted || [`${wanted} at `, `${wanted}: `].some((start) => finding.startsWith(start)),
  );
  return found ? [] : [`TLC finds ${wanted ?? run.outcome}, the interpreter ${[...findings].join(", ")}`];
}

/** Nothing is wrong with a single state; the same places are reached, and the rest of the properties are judged as they are of the model. */
async function compareVerified(
  compilation: Compilation,
  { all, exploration }: Whole,
  safety: TlcRunResult,
  run: Run,
): Promise<readonly string[]> {
  if (all.findings.size > 0) return [`TLC verifies, the interpreter finds ${[...all.findings].join(", ")}`];
  const { reached } = observationsOf(safety.prints);
  const missed = [...exploration.reached].filter((label) => !reached.has(label)).map((label) => `TLC does not come to ${label}`);
  const unreachable: string[] = [];
  for (const { config, reachable } of compilation.emitted.runs.witnesses)
    if ((await run(compilation, config)).outcome === "verified") unreachable.push(reachable.name);
  const theirs = unreachable[0] === undefined ? await failedEventuality(compilation, run) : `reachable: ${unreachable[0]}`;
  const mine = exploration.outcome === "violated" ? exploration.finding : null;
  const own = mine === null ? null : mine.kind === "eventually" ? mine.kind : `${mine.kind}: ${mine.property ?? ""}`;
  return [...missed, ...(own === theirs ? [] : [`TLC says ${theirs ?? "verified"}, the interpreter ${own ?? "verified"}`])];
}

async function failedEventuality(compilation: Compilation, run: Run): Promise<"eventually" | null> {
  if (compilation.emitted.runs.progress === null) return null;
  const specification = compilation.temporal();
  for (const { config } of specification.emitted.runs.fair) {
    const { outcome } = await run(specification, config);
    if (outcome === "temporal") return "eventually";
    if (outcome !== "verified") throw new Error(`TLC says ${outcome}`);
  }
  return null;
}
