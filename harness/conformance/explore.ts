// Has TLC explore cases, many in a run; what comes to no good end there is explored again by itself.

import { availableParallelism } from "node:os";
import type { Compilation } from "../../codegen/compile.js";
import { type LockdepEvent, lockdepEvents, type Reached } from "../../codegen/emit/lockdep/events.js";
import { faultLabel } from "../../codegen/ir/located.js";
import { printModule } from "../../codegen/tla/print.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { readLibrary, runFiles } from "../library.js";
import type { JudgeOptions, JudgeTools } from "../lockdep/judge.js";
import { reachedIn } from "../lockdep/reached.js";
import { openLanes } from "../schedule.js";
import { textOf } from "../trace/flat-state.js";
import { elements } from "../trace/observations.js";
import { BATCH_MODULE, batchModule, labelInBatch } from "./batch-module.js";
import type { SelftestCase } from "./case.js";
import { DEADLOCK, type ExploredCase } from "./case-units.js";

/** A case with its model. */
export interface Model extends ExploredCase {
  readonly selftest: SelftestCase;
}

export interface Explored {
  readonly compilation: Compilation;
  /** Null: TLC did not come to an end. */
  readonly events: readonly LockdepEvent[] | null;
  readonly deadlock: boolean;
  /** An `assert` of the model fails: an operation gave another result than the kernel's. */
  readonly assertion: boolean;
  readonly failure: string;
}

const CASES_PER_RUN = 24;
/** Cases with more operations than that in their product have a run of their own. */
const LARGE = 5_000;

export async function exploreCases(
  models: readonly Model[],
  tools: JudgeTools,
  options: JudgeOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<SelftestCase, Explored>> {
  const sizeOf = (batch: readonly Model[]): number => batch.reduce((sum, { selftest }) => sum + sizeOfCase(selftest), 0);
  const lanes = openLanes(availableParallelism(), sizeOf, (batch: readonly Model[]) => exploreBatch(batch, tools, options, signal));
  for (const batch of batchesOf(models)) lanes.add(batch);
  return new Map((await lanes.results()).flat());
}

function batchesOf(models: readonly Model[]): readonly (readonly Model[])[] {
  const large = models.filter(({ selftest }) => sizeOfCase(selftest) > LARGE);
  const small = models.filter((model) => !large.includes(model));
  const count = Math.ceil(small.length / CASES_PER_RUN);
  const batches = Array.from({ length: count }, (_, batch) => small.filter((_, index) => index % count === batch));
  return [...large.map((model) => [model]), ...batches];
}

/** Grows with the states: threads multiply, operations add. */
function sizeOfCase({ threads }: SelftestCase): number {
  return threads.reduce((product, { ops }) => product * (ops.length + 1), 1);
}

type Seen = readonly (readonly [SelftestCase, Explored])[];

async function exploreBatch(batch: readonly Model[], tools: JudgeTools, options: JudgeOptions, signal: AbortSignal): Promise<Seen> {
  const result = await explore(batch, tools, options, signal);
  if (result.outcome === "verified" || batch.length === 1)
    return batch.map((model, index) => [model.selftest, exploredBy(model.compilation, index, result)] as const);
  const alone: (readonly [SelftestCase, Explored])[] = [];
  for (const model of batch) alone.push(...(await exploreBatch([model], tools, options, signal)));
  return alone;
}

function explore(batch: readonly Model[], tools: JudgeTools, options: JudgeOptions, signal: AbortSignal): Promise<TlcRunResult> {
  const { module, config } = batchModule(batch);
  return tools.pool.run(
    {
      files: runFiles(BATCH_MODULE, printModule(module), config, readLibrary()),
      module: BATCH_MODULE,
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
function exploredBy(compilation: Compilation, caseNumber: number, result: TlcRunResult): Explored {
  const inBatch = reachedIn(result.prints);
  const reached: Reached = (label, over) => inBatch(labelInBatch(caseNumber, label), over);
  const events = lockdepEvents(compilation.located, reached).filter(({ action }) => action.kind !== "end");
  return {
    compilation,
    events: result.outcome === "verified" ? events : null,
    deadlock: tellsDeadlock(result, caseNumber),
    assertion: failsAssertion(compilation, reached),
    failure: "text" in result ? `${result.outcome}: ${result.text.split("\n")[0]}` : result.outcome,
  };
}

function tellsDeadlock({ prints }: TlcRunResult, caseNumber: number): boolean {
  return prints.some(({ values }) => {
    const [head, told] = elements(values[0]);
    return head !== undefined && textOf(head) === DEADLOCK && told?.kind === "int" && told.value === caseNumber;
  });
}

function failsAssertion({ located }: Compilation, reached: Reached): boolean {
  return located.graphs.some(({ locations }) =>
    locations.some(({ label, node: { operation } }) => {
      const warns = operation.kind === "assert" && operation.debugLocks === true;
      return operation.kind === "assert" && !warns && reached(faultLabel("assertion", label), false);
    }),
  );
}
