// `lockproof mutate`: the mutants of models, decided by the builtin engine and, but with `--engine builtin`, their survivors confirmed by TLC.

import { openTlcPool, type TlcPool } from "../tla-tools/index.js";
import { findTools } from "./find-tools.js";
import { createJudge } from "./lockdep/judge.js";
import { type Confirm, type MutationEvents, mutateModels } from "./mutate/mutate.js";
import type { CheckRequest } from "./request.js";
import type { MutationReport } from "./result.js";
import { checkOne } from "./run/check-one.js";

export type { MutationEvents } from "./mutate/mutate.js";

export async function mutate(request: CheckRequest, events: MutationEvents, signal: AbortSignal): Promise<readonly MutationReport[]> {
  if (request.engine === "builtin") return mutateModels(request, null, events, signal);
  const pool = openTlcPool();
  try {
    return await mutateModels(request, await confirmation(request, pool, signal), events, signal);
  } finally {
    await pool.close();
  }
}

/** A tool that is missing says so for each survivor. */
async function confirmation(request: CheckRequest, pool: TlcPool, signal: AbortSignal): Promise<Confirm> {
  const tools = await findTools(pool, request, signal);
  const { workers, timeoutMs, heapMb } = request;
  const options = {
    workers: workers === "auto" ? 1 : workers,
    simulate: null,
    timeoutMs,
    surveyMs: timeoutMs,
    heapMb,
    readSource: () => null,
  };
  const judged = "outcome" in tools ? tools : { ...tools, judge: createJudge(tools, { timeoutMs, heapMb }) };
  return (compilation) => ("outcome" in judged ? Promise.resolve(judged) : checkOne(compilation, judged, options, signal));
}
