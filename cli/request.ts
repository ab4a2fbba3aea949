// From arguments to a request to the checker: the same for check, compile and specs.

import type { CheckRequest } from "../harness/request.js";
import { UsageError } from "./usage-error.js";
import { count, duration, reductions, settings, size, threads } from "./values.js";

export interface SelectArguments {
  readonly set: readonly string[];
  readonly variant: readonly string[];
  readonly config: readonly string[];
  /** Names of reductions with commas, or `all`; `--no-reduce` gives false. */
  readonly reduce: string | boolean;
}

export interface RunArguments extends SelectArguments {
  readonly engine: CheckRequest["engine"];
  readonly simulate?: string | undefined;
  readonly workers: string;
  readonly timeout: string;
  readonly heap: string;
  readonly cache: boolean;
  readonly strict: boolean;
}

export const RUN_DEFAULTS = { engine: "tlc", workers: "auto", timeout: "60s", heap: "1g" } as const;

export function requestOf(models: readonly string[], root: string, options: RunArguments): CheckRequest {
  if (options.simulate !== undefined && options.engine === "builtin") throw new UsageError("--simulate is TLC's, not of --engine builtin.");
  return {
    models,
    root,
    parameters: settings(options.set),
    variants: options.variant,
    configurations: options.config,
    engine: options.engine,
    simulate: options.simulate === undefined ? null : count("simulate", options.simulate, 1, 2_000_000_000),
    workers: threads("workers", options.workers),
    timeoutMs: duration("timeout", options.timeout),
    heapMb: size("heap", options.heap),
    cache: options.cache,
    reductions: reductions(options.reduce),
    strict: options.strict,
  };
}

/** A request that only compiles. */
export function compileRequestOf(models: readonly string[], root: string, options: SelectArguments): CheckRequest {
  return requestOf(models, root, { ...RUN_DEFAULTS, ...options, cache: false, strict: false });
}
