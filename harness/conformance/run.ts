// Compiles the cases of the kernel's locking self-test, runs each through TLC, has lockdep's rules judge what was reached, and compares
// with what the kernel expects.

import type { Configuration } from "../../codegen/ir/program.js";
import { type JudgeOptions, type JudgeTools, judgeAll } from "../lockdep/judge.js";
import type { ToldOpinion } from "../lockdep/told.js";
import type { ConformanceCase } from "../result.js";
import { readSelftest, runsIn, type SelftestCase } from "./case.js";
import { compileCases, type PreparedCase } from "./compile-cases.js";
import { type Explored, exploreCases, type Model } from "./explore.js";
import { judgeCase } from "./verdict.js";

/** The outcome of every case that a kernel of this configuration runs, in the kernel's order. */
export async function runConformance(
  configuration: Configuration,
  tools: JudgeTools,
  options: JudgeOptions,
  signal: AbortSignal,
  selftests: readonly SelftestCase[] = readSelftest(),
): Promise<readonly ConformanceCase[]> {
  const cases = compileCases(
    selftests.filter((selftest) => runsIn(selftest, configuration.name)),
    configuration,
  );
  const explored = await exploreCases(cases.flatMap(modelOf), tools, options, signal);
  const opinions = await judgeAllCases(explored, configuration, tools, options, signal);
  return cases.map((prepared) => {
    if (prepared.kind === "unsaid") return judgeCase(prepared.selftest, configuration, { unsaid: prepared.reason });
    const seen = explored.get(prepared.selftest);
    if (seen === undefined || seen.events === null)
      return judgeCase(prepared.selftest, configuration, { unsaid: seen?.failure ?? "not explored" });
    return judgeCase(prepared.selftest, configuration, {
      opinion: opinions.get(prepared.selftest) ?? null,
      deadlock: seen.deadlock,
      assertion: seen.assertion,
    });
  });
}

/** On PREEMPT_RT the data does not say whether a deadlock is reachable. */
function modelOf(prepared: PreparedCase): readonly Model[] {
  if (prepared.kind === "unsaid") return [];
  const { selftest, compilation } = prepared;
  const { preemptRt } = compilation.located.program.configuration;
  return [{ selftest, compilation, asksForDeadlock: selftest.modelDeadlock !== null && !preemptRt }];
}

/** Judged together in a few runs: a module with all cases would take long to read. */
const CASES_PER_RUN = 100;

async function judgeAllCases(
  explored: ReadonlyMap<SelftestCase, Explored>,
  configuration: Configuration,
  tools: JudgeTools,
  options: JudgeOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<SelftestCase, ToldOpinion>> {
  const complete = [...explored].flatMap(([selftest, { compilation, events }]) =>
    events === null ? [] : [{ selftest, one: { program: compilation.located.program, events } }],
  );
  const batches = Array.from({ length: Math.ceil(complete.length / CASES_PER_RUN) }, (_, index) =>
    complete.slice(index * CASES_PER_RUN, (index + 1) * CASES_PER_RUN),
  );
  const judged = await Promise.all(
    batches.map(async (batch) => {
      const cases = batch.map(({ one }) => one);
      const opinions = await judgeAll(cases, configuration.proveRawLockNesting, tools, options, signal);
      return batch.flatMap(({ selftest }, index) => {
        const opinion = opinions?.[index];
        return opinion === undefined ? [] : [[selftest, opinion] as const];
      });
    }),
  );
  return new Map(judged.flat());
}
