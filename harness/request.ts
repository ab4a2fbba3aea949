// What can be asked of the checker, and what it tells while it works.

import type { Reduction } from "../codegen/analysis/reductions.js";
import type { MutationKinds } from "../codegen/mutate/index.js";
import type { CheckResult, Statistics, Subject } from "./result.js";

export { REDUCTIONS, type Reduction } from "../codegen/analysis/reductions.js";

/** A run over models. */
export interface CheckRequest {
  /** Model files or folders (searched for `*.ts` files that declare a model), relative to `root` or absolute. */
  readonly models: readonly string[];
  /** Folder that paths in results are relative to. */
  readonly root: string;
  /** `--set name=value`: values of parameters. */
  readonly parameters: Readonly<Record<string, number>>;
  /** `--variant`: only these versions: `fixed`, or `axis=fixed`. Empty: all. */
  readonly variants: readonly string[];
  /** `--config`: only these kernel configurations. Empty: those the model asks for. */
  readonly configurations: readonly string[];
  /** Who answers: TLC, or the interpreter's explorer, which needs no Java and knows only small bounds. */
  readonly engine: "tlc" | "builtin";
  /** How many random executions TLC tries instead of searching all; null: it searches all. */
  readonly simulate: number | null;
  /** Other machines work on the search, too; absent: they do not. */
  readonly distributed?: DistributedSearch;
  /** Bound of the builtin engine; its own when absent. */
  readonly maxStates?: number;
  /** Which small mistakes `mutate` puts into models; `single` when absent. */
  readonly mutations?: MutationKinds;
  /** Ways to make the search smaller; all are sound. */
  readonly reductions: readonly Reduction[];
  /** Whether what lockdep would say must agree with the verdict where a model does not say otherwise. */
  readonly strict: boolean;
  /** TLC worker threads for each check; `auto`: one, and as many as there are processors for what one does not finish soon. */
  readonly workers: number | "auto";
  /** Deadline for each check. */
  readonly timeoutMs: number;
  /** Java heap for each check. */
  readonly heapMb: number;
  /** False: neither read nor write cached results. */
  readonly cache: boolean;
  /** Whether searches that are stopped before their end are kept, and whether such ones are gone on with; `off` when absent. */
  readonly checkpoints?: "off" | "keep" | "resume";
}

/** Of what a result depends on. */
export const REQUEST_DEFAULTS = { engine: "tlc", workers: "auto", timeoutMs: 60_000, heapMb: 1024 } as const;

/** Where workers find a search, and how long the first one may take to come. */
export interface DistributedSearch {
  /** By what workers reach this machine. */
  readonly host: string;
  readonly port: number;
  readonly waitMs: number;
}

/** Told in this order for each check: planned (all at once), started, progress*, finished. */
export interface CheckEvents {
  readonly planned?: (subjects: readonly Subject[]) => void;
  readonly started?: (subject: Subject) => void;
  readonly progress?: (subject: Subject, statistics: Statistics) => void;
  readonly finished?: (result: CheckResult) => void;
  /** Something about a check that is no part of its result. */
  readonly remark?: (subject: Subject, text: string) => void;
}

/** One generated specification. */
export interface CompiledModel {
  readonly subject: Subject;
  readonly module: string;
  /** File name to text: the module, its configuration, and the library modules it extends. */
  readonly files: Readonly<Record<string, string>>;
}
