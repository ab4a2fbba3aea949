// How many threads and how long a run of TLC has: many small checks go side by side with one each, a large one has all processors for itself.

import { availableParallelism } from "node:os";
import type { CheckRequest } from "../request.js";
import type { ResultBody } from "./outcome.js";

export interface RunLimits {
  readonly workers: number;
  readonly timeoutMs: number;
  /** Whether more may be had (`trial`), and whether that was tried before (`second`). */
  readonly attempt: "only" | "trial" | "second";
}

type Asked = Pick<CheckRequest, "workers" | "timeoutMs" | "engine" | "simulate" | "distributed">;

/** What a run may take with one thread, when more may be had: a check that needs it longer is made again. */
const TRIAL_MS = 10_000;

export function limitsBeside(asked: Asked, processors = availableParallelism()): RunLimits {
  const { workers, timeoutMs } = asked;
  if (workers !== "auto") return { workers, timeoutMs, attempt: "only" };
  if (asked.distributed !== undefined) return { workers: processors, timeoutMs, attempt: "only" };
  // The builtin engine has no threads, and random executions have no end that more of them would reach.
  const mayHaveMore = asked.engine === "tlc" && asked.simulate === null && processors > 1 && timeoutMs > TRIAL_MS;
  return mayHaveMore ? { workers: 1, timeoutMs: TRIAL_MS, attempt: "trial" } : { workers: 1, timeoutMs, attempt: "only" };
}

export function limitsAlone({ timeoutMs }: Pick<Asked, "timeoutMs">, processors = availableParallelism()): RunLimits {
  return { workers: processors, timeoutMs, attempt: "second" };
}

/** Not decided by a trial, and perhaps by what may be had. */
export function isTooLarge(result: ResultBody, { attempt }: RunLimits): boolean {
  return attempt === "trial" && result.outcome === "inconclusive" && result.reason === "timeout";
}
