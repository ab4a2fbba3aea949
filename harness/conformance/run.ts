// Compiles the cases of the kernel's locking self-test, runs each through TLC, has lockdep's rules judge what was reached, and compares
// with what the kernel expects.

import { availableParallelism } from "node:os";
import type { Compilation } from "../../codegen/compile.js";
import { type LockdepEvent, lockdepEvents, type Reached } from "../../codegen/emit/lockdep/events.js";
import { faultLabel } from "../../codegen/ir/located.js";
import type { Configuration } from "../../codegen/ir/program.js";
import type { TlaModule, TlcConfig } from "../../codegen/tla/ast.js";
import { printConfig, printModule } from "../../codegen/tla/print.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { readLibrary } from "../library.js";
import { type JudgeTools, judgeAll } from "../lockdep/judge.js";
import { reachedIn } from "../lockdep/reached.js";
import type { ToldOpinion } from "../lockdep/told.js";
import type { ConformanceCase } from "../result.js";
import { largestFirst } from "../schedule.js";
import { textOf } from "../trace/flat-state.js";
import { elements } from "../trace/observations.js";
import { readSelftest, runsIn, type SelftestCase } from "./case.js";
import { compileCases, type PreparedCase } from "./compile-cases.js";
import { DEADLOCK, deadlockModule, ENOUGH, SELFTEST_MODULE } from "./deadlock-module.js";
import { judgeCase } from "./verdict.js";

export interface ConformanceOptions {
  readonly timeoutMs: number;
  readonly heapMb: number;
  /** Told after each case that TLC has explored. */
  readonly explored?: (done: number, all: number) => void;
}

/** The outcome of every case that a kernel of this configuration runs, in the kernel's order. */
export async function runConformance(
  configuration: Configuration,
  tools: JudgeTools,
  options: ConformanceOptions,
  signal: AbortSignal,
  selftests: readonly SelftestCase[] = readSelftest(),
): Promise<readonly ConformanceCase[]> {
  const cases = compileCases(
    selftests.filter((selftest) => runsIn(selftest, configuration.name)),
    configuration,
  );
  const explored = await exploreAll(cases, tools, options, signal);
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

interface Explored {
  readonly compilation: Compilation;
  /** Null: TLC did not come to an end. */
  readonly events: readonly LockdepEvent[] | null;
  readonly deadlock: boolean;
  /** An `assert` of the model fails: an operation gave another result than the kernel's. */
  readonly assertion: boolean;
  readonly failure: string;
}

async function exploreAll(
  cases: readonly PreparedCase[],
  tools: JudgeTools,
  options: ConformanceOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<SelftestCase, Explored>> {
  const models = cases.flatMap((prepared) => (prepared.kind === "model" ? [prepared] : []));
  let done = 0;
  const all = await largestFirst(
    models,
    ({ selftest }) => opsOf(selftest),
    availableParallelism(),
    async ({ selftest, compilation }) => {
      const asksForDeadlock = selftest.modelDeadlock !== null && !compilation.located.program.configuration.preemptRt;
      const { module, config } = deadlockModule(compilation, asksForDeadlock);
      const seen = exploredBy(compilation, await explore(compilation, module, config, tools, options, signal));
      options.explored?.(++done, models.length);
      return [selftest, seen] as const;
    },
  );
  return new Map(all);
}

/** Grows with the states: threads multiply, operations add. */
function opsOf({ threads }: SelftestCase): number {
  return threads.reduce((product, { ops }) => product * (ops.length + 1), 1);
}

function explore(
  compilation: Compilation,
  module: TlaModule,
  config: TlcConfig,
  tools: JudgeTools,
  options: ConformanceOptions,
  signal: AbortSignal,
): Promise<TlcRunResult> {
  return tools.pool.run(
    {
      files: {
        ...readLibrary(),
        [`${compilation.moduleName}.tla`]: compilation.module,
        [`${SELFTEST_MODULE}.tla`]: printModule(module),
        [`${SELFTEST_MODULE}.cfg`]: printConfig(config),
      },
      module: SELFTEST_MODULE,
      jar: tools.jar,
      java: tools.java,
      heapMb: options.heapMb,
      timeoutMs: options.timeoutMs,
      checkDeadlock: false,
      keepDirectory: "on-failure",
    },
    signal,
  );
}

/** The threads of the self-test are parts of one task, which goes on: what they still hold at their end is nothing to judge. */
function exploredBy(compilation: Compilation, result: TlcRunResult): Explored {
  const tells = (what: string): boolean => result.prints.some(({ values }) => elements(values[0]).some((value) => textOf(value) === what));
  const complete = result.outcome === "verified" || (result.outcome === "incomplete" && tells(ENOUGH));
  const failure = "text" in result ? `${result.outcome}: ${result.text.split("\n")[0]}` : result.outcome;
  const events = lockdepEvents(compilation.located, reachedIn(result.prints)).filter(({ action }) => action.kind !== "end");
  return {
    compilation,
    events: complete ? events : null,
    deadlock: tells(DEADLOCK),
    assertion: failsAssertion(compilation, reachedIn(result.prints)),
    failure,
  };
}

function failsAssertion({ located }: Compilation, reached: Reached): boolean {
  return located.graphs.some(({ locations }) =>
    locations.some(({ label, node: { operation } }) => {
      const warns = operation.kind === "assert" && operation.debugLocks === true;
      return operation.kind === "assert" && !warns && reached(faultLabel("assertion", label), false);
    }),
  );
}

/** Judged together in a few runs: a module with all cases would take long to read. */
const CASES_PER_RUN = 100;

async function judgeAllCases(
  explored: ReadonlyMap<SelftestCase, Explored>,
  configuration: Configuration,
  tools: JudgeTools,
  options: ConformanceOptions,
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
