// What a check has at hand, and how it runs TLC.

import type { Compilation, Specification } from "../../codegen/compile.js";
import type { TlcConfig } from "../../codegen/tla/ast.js";
import type { Java, Meeting, TlcCheckpoint, TlcJar, TlcPool, TlcRequest, TlcRunResult } from "../../tla-tools/index.js";
import { runFiles } from "../library.js";
import type { Judge } from "../lockdep/judge.js";
import type { Statistics } from "../result.js";
import { runWithRoom } from "../run-with-room.js";
import type { ReadSource } from "../trace/build-trace.js";
import type { SearchPlace } from "./kept-search.js";
import { SIMULATED_STATES } from "./outcome.js";

export interface Tools {
  readonly java: Java;
  readonly jar: TlcJar;
  readonly pool: TlcPool;
  /** Text of the modules of specs/lib by file name. */
  readonly library: Readonly<Record<string, string>>;
  /** The same of specs/lib/lockdep. */
  readonly rules: Readonly<Record<string, string>>;
  /** Where runs have their files, unless the options say another. */
  readonly temporaryDirectory: string;
}

export interface CheckTools extends Tools {
  readonly judge: Judge;
}

export interface RunOptions {
  readonly workers: number;
  /** `CheckRequest.simulate` */
  readonly simulate: number | null;
  readonly timeoutMs: number;
  /** The same for the survey behind a violation: the verdict stands then, and the check is not made again with more threads. */
  readonly surveyMs: number;
  readonly heapMb: number;
  /** By default that of the tools. */
  readonly temporaryDirectory?: string;
  readonly readSource: ReadSource;
  /** Where workers of a distributed search meet; null or absent: the search is made here. */
  readonly meeting?: Meeting | null;
  /** Where the search for rules and invariants is kept if it is stopped; null or absent: nowhere. */
  readonly place?: SearchPlace | null;
  readonly progress?: (statistics: Statistics) => void;
}

/** A compiled model on its way through TLC. */
export interface Checking {
  readonly compilation: Compilation;
  readonly tools: CheckTools;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

/** What is asked for beside the configuration. */
export interface RunDetails {
  /** By default the one for rules. */
  readonly specification?: Specification;
  readonly checkDeadlock?: boolean;
  readonly checkpoint?: TlcCheckpoint | null;
  /** By default those of the options. */
  readonly timeoutMs?: number;
  readonly temporaryDirectory?: string;
}

export function run(checking: Checking, configuration: TlcConfig, details: RunDetails = {}): Promise<TlcRunResult> {
  const { tools, options, signal } = checking;
  const request = requestFor(checking, configuration, details);
  const { temporaryDirectory = options.temporaryDirectory ?? tools.temporaryDirectory } = details;
  return runWithRoom((folder) => tools.pool.run({ ...request, ...folder }, signal), temporaryDirectory);
}

export function requestFor({ compilation, tools, options }: Checking, configuration: TlcConfig, details: RunDetails = {}): TlcRequest {
  const { moduleName } = compilation;
  const { specification = compilation, checkDeadlock = false, checkpoint = null, timeoutMs = options.timeoutMs } = details;
  const { module } = specification;
  return {
    files: runFiles(moduleName, module, configuration, tools.library),
    module: moduleName,
    jar: tools.jar,
    java: tools.java,
    workers: options.workers,
    profile: options.workers === 1 ? "short" : "long",
    heapMb: options.heapMb,
    timeoutMs,
    simulation: options.simulate === null ? null : { executions: options.simulate, states: SIMULATED_STATES },
    checkDeadlock,
    checkpoint,
    keepDirectory: "on-failure",
    ...progressOf(options, specification),
  };
}

function progressOf({ progress }: RunOptions, { reductions }: Specification): Pick<TlcRequest, "onProgress"> {
  if (progress === undefined) return {};
  return {
    onProgress: ({ generated, distinct, depth, queue }) =>
      progress({ generated, distinct, depth, queue, collisionProbability: null, reductions: [...reductions] }),
  };
}
