// A world for commands: what they print is kept, the checker is a script of events and results.

import type { Checker, Services } from "../../cli/services.js";
import type { ResultCache } from "../../harness/cache.js";
import type { CheckEvents, CheckRequest, CompiledModel } from "../../harness/request.js";
import type { CheckResult, MutationReport } from "../../harness/result.js";
import type { WatchSession } from "../../harness/watch.js";

export interface FakeWorld {
  readonly services: Services;
  readonly out: () => string;
  readonly err: () => string;
  readonly requests: CheckRequest[];
  /** Exit codes of `leave`. */
  readonly left: number[];
  readonly interrupt: () => void;
}

export interface FakeWorldOptions {
  readonly results?: readonly CheckResult[];
  /** Instead of giving `results` at once. */
  readonly check?: Checker["checkModels"];
  readonly compiled?: readonly CompiledModel[];
  readonly mutations?: readonly MutationReport[];
  readonly rejected?: readonly CheckResult[];
  readonly cache?: ResultCache;
  readonly terminal?: boolean;
  /** Milliseconds between two looks at the clock. */
  readonly tick?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Standard input. */
  readonly input?: string;
  readonly watchSession?: WatchSession;
  /** Is given what tells that a file has changed. */
  readonly folders?: (changed: () => void) => void;
}

export function fakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const written = { out: "", err: "" };
  const requests: CheckRequest[] = [];
  const left: number[] = [];
  const handlers = new Set<() => void>();
  const checker: Checker = {
    checkModels(request, events, signal) {
      requests.push(request);
      return options.check === undefined ? Promise.resolve(playAll(options.results ?? [], events)) : options.check(request, events, signal);
    },
    compileModels(request) {
      requests.push(request);
      return Promise.resolve({ compiled: options.compiled ?? [], rejected: options.rejected ?? [] });
    },
  };
  let clock = 0;
  const terminal = options.terminal === true;
  return {
    services: {
      console: {
        out: (text) => void (written.out += text),
        err: (text) => void (written.err += text),
        outIsTerminal: terminal,
        errIsTerminal: terminal,
        columns: () => 60,
      },
      env: options.env ?? {},
      cwd: options.cwd ?? "/nowhere",
      input: () => Promise.resolve(options.input ?? ""),
      keys: () => null,
      now: () => (clock += options.tick ?? 1000),
      checker: () => Promise.resolve(checker),
      mutator: () => Promise.resolve({ mutate: () => Promise.resolve(options.mutations ?? []) }),
      watchSession: () =>
        options.watchSession === undefined ? Promise.reject(new Error("no session")) : Promise.resolve(options.watchSession),
      watchFolders(changed) {
        options.folders?.(changed);
        return Promise.resolve({ watch: () => Promise.resolve(false), close: () => Promise.resolve() });
      },
      cache: () => Promise.resolve(options.cache ?? null),
      onInterrupt(handler) {
        handlers.add(handler);
        return () => void handlers.delete(handler);
      },
      leave: (code) => void left.push(code),
    },
    out: () => written.out,
    err: () => written.err,
    requests,
    left,
    interrupt: () => {
      for (const handler of handlers) handler();
    },
  };
}

/** All events of a run in which each check follows the one before. */
function playAll(results: readonly CheckResult[], events: CheckEvents): readonly CheckResult[] {
  events.planned?.(results.map(({ subject }) => subject));
  for (const result of results) {
    events.started?.(result.subject);
    if ("statistics" in result) events.progress?.(result.subject, result.statistics);
    events.finished?.(result);
  }
  return results;
}
