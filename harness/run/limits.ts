// How many threads and how long a run of TLC has: many small checks go side by side with one each, a large one has all processors for itself.

import { availableParallelism } from "node:os";
import type { CheckRequest } from "../request.js";
import type { ResultBody } from "./outcome.js";

export interface RunLimits {
  readonly workers: number;
  readonly timeoutMs: number;
}

type Asked = Pick<CheckRequest, "workers" | "timeoutMs">;

/** What a run may take with one thread, when more may be had: a check that needs it longer is made again. */
const BESIDE_MS = 10_000;

export function limitsBeside({ workers, timeoutMs }: Asked, processors = availableParallelism()): RunLimits {
  if (workers !== "auto") return { workers, timeoutMs };
  return { workers: 1, timeoutMs: processors === 1 ? timeoutMs : Math.min(timeoutMs, BESIDE_MS) };
}

export function limitsAlone({ timeoutMs }: Asked, processors = availableParallelism()): RunLimits {
  return { workers: processors, timeoutMs };
}

/** Not decided with these limits, and perhaps with those of a check that is alone. */
export function isTooLarge(result: ResultBody, limits: RunLimits, asked: Asked): boolean {
  return result.outcome === "inconclusive" && result.reason === "timeout" && limits.timeoutMs < asked.timeoutMs;
}
