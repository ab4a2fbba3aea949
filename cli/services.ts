// What commands need of the world: the checker and the terminal. Tests give fakes; main.ts gives the real ones, which load late.

import type { ResultCache } from "../harness/cache.js";
import type { MutationEvents } from "../harness/mutate.js";
import type { CheckEvents, CheckRequest, CompiledModel } from "../harness/request.js";
import type { CheckResult, MutationReport } from "../harness/result.js";
import type { Folders, WatchSession } from "../harness/watch.js";

export interface Checker {
  checkModels(request: CheckRequest, events: CheckEvents, signal: AbortSignal): Promise<readonly CheckResult[]>;
  compileModels(request: CheckRequest): Promise<{ readonly compiled: readonly CompiledModel[]; readonly rejected: readonly CheckResult[] }>;
}

export interface Mutator {
  mutate(request: CheckRequest, events: MutationEvents, signal: AbortSignal): Promise<readonly MutationReport[]>;
}

export interface Console {
  /** Standard output: results. */
  readonly out: (text: string) => void;
  /** Standard error: progress and messages. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal at standard error. */
  readonly columns: () => number;
}

/** Keys as they are pressed, until closed. */
export interface Keys {
  readonly next: () => Promise<string>;
  /** Rows of the terminal. */
  readonly rows: () => number;
  readonly close: () => void;
}

/** Tells that something has happened in the folders it was given last. */
export interface FolderWatch {
  /** Whether these are others than before: what happened meanwhile is not told. */
  readonly watch: (folders: Folders) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export interface Services {
  readonly console: Console;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** Null when there is nobody at a keyboard, or nothing to show it on. */
  readonly keys: () => Keys | null;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly checker: () => Promise<Checker>;
  readonly mutator: () => Promise<Mutator>;
  readonly watchSession: (request: CheckRequest) => Promise<WatchSession>;
  readonly watchFolders: (changed: () => void) => Promise<FolderWatch>;
  /** Null where there is no folder for it. */
  readonly cache: () => Promise<ResultCache | null>;
  /** Calls `handler` on each Ctrl-C or request to end, until the function it gives is called. */
  readonly onInterrupt: (handler: () => void) => () => void;
  /** Ends the process at once. */
  readonly leave: (code: number) => void;
}
