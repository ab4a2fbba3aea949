/**
 * lockproof for programs: `import { check } from "lockproof"`. The same checks as the command line makes, with results by the schema that
 * `lockproof schema` prints. docs/api.md has an example.
 *
 * @module
 */

import { checkModels } from "./check.js";
import { type CheckRequest, REDUCTIONS, REQUEST_DEFAULTS } from "./request.js";
import type { CheckResult } from "./result.js";

export type * from "./result.js";

/** All have the defaults of the command line. */
export interface CheckOptions {
  /** The folder that models are named from, and that results name files from. Default: the current one. */
  readonly root?: string;
  /** Only these versions: `fixed`, or `version=fixed`. */
  readonly variants?: readonly string[];
  /** Only these kernel configurations. */
  readonly configurations?: readonly string[];
  /** Values of parameters. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Who answers: TLC, or the builtin engine, which needs no Java and knows only small bounds. */
  readonly engine?: CheckRequest["engine"];
  /** TLC threads for each check; `auto`, the default: one, and as many as there are processors for what one does not finish soon. */
  readonly workers?: number | "auto";
  /** Deadline for each check. */
  readonly timeoutMs?: number;
  /** Java heap for each check. */
  readonly heapMb?: number;
  /** Whether results of earlier checks are used and kept. */
  readonly cache?: boolean;
  /** Whether lockdep must agree with every verdict. */
  readonly strict?: boolean;
  /** Ends the checks; those that have not come to an end are inconclusive. */
  readonly signal?: AbortSignal;
  /** Told of each result as soon as it is there. */
  readonly onResult?: (result: CheckResult) => void;
}

const DEFAULTS = { ...REQUEST_DEFAULTS, variants: [], configurations: [], parameters: {} } as const;

/**
 * Checks model files and folders: one result for each model, version and kernel configuration. Never throws for a bad model, a violation or a
 * tool that is missing: these are results, too. `asExpected` says whether a verdict is the one that the model expects.
 */
export async function check(models: string | readonly string[], options: CheckOptions = {}): Promise<readonly CheckResult[]> {
  const { signal = new AbortController().signal, onResult, root = process.cwd(), cache = true, strict = false, ...others } = options;
  const named = typeof models === "string" ? [models] : models;
  const request: CheckRequest = {
    ...DEFAULTS,
    simulate: null,
    reductions: REDUCTIONS,
    ...others,
    root,
    cache,
    strict,
    models: named,
  };
  return checkModels(request, onResult === undefined ? {} : { finished: onResult }, signal);
}
