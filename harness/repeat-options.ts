// The options of `lockproof check` that a result depends on, beside what its subject says: without them a repetition may come out otherwise.

import { type CheckRequest, REDUCTIONS, REQUEST_DEFAULTS } from "./request.js";

/** Those that are not the default, as words of a command line, in the order of the help. `--listen` and `--wait` name this machine and are left out. */
export function repeatOptions(request: CheckRequest): readonly string[] {
  const { engine, simulate, reductions, strict, workers, timeoutMs, heapMb, distributed } = request;
  return [
    ...(REDUCTIONS.every((one) => reductions.includes(one)) ? [] : reduceOption(reductions)),
    ...(engine === REQUEST_DEFAULTS.engine ? [] : ["--engine", engine]),
    ...(simulate === null ? [] : ["--simulate", `${simulate}`]),
    ...(workers === REQUEST_DEFAULTS.workers ? [] : ["--workers", `${workers}`]),
    ...(timeoutMs === REQUEST_DEFAULTS.timeoutMs ? [] : ["--timeout", durationOption(timeoutMs)]),
    ...(heapMb === REQUEST_DEFAULTS.heapMb ? [] : ["--heap", `${heapMb}m`]),
    ...(strict ? ["--strict"] : []),
    ...(distributed === undefined ? [] : ["--distributed"]),
  ];
}

function reduceOption(reductions: CheckRequest["reductions"]): readonly string[] {
  return reductions.length === 0 ? ["--no-reduce"] : ["--reduce", reductions.join(",")];
}

function durationOption(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
