// Checks that are repeated as files change: the builtin engine answers at once within small bounds, then TLC confirms in JVMs that stay.
// Only files whose text, or that of a file they import, has changed are looked at again.

import { relative } from "node:path";
import { openTlcPool } from "../tla-tools/index.js";
import { openResultCache, type PreparedChecks, prepareChecks, runPrepared } from "./check-files.js";
import { findTools } from "./find-tools.js";
import type { CheckRequest } from "./request.js";
import type { CheckResult, Subject } from "./result.js";
import { type Folders, type Look, lookAt } from "./watch/dependencies.js";

export type { Folders } from "./watch/dependencies.js";

export interface Change {
  /** Files to check, relative to the root; a file may turn out to be no model. */
  readonly files: readonly string[];
  /** Files that are not there any more. */
  readonly gone: readonly string[];
  /** Paths that were to be watched and name nothing. */
  readonly absent: readonly string[];
  /** What to watch now. */
  readonly folders: Folders;
}

export interface RoundEvents {
  readonly planned: (subjects: readonly Subject[]) => void;
  /** The builtin engine's answer; inconclusive where it has none within its bounds. */
  readonly quick: (result: CheckResult) => void;
  /** TLC's. */
  readonly confirmed: (result: CheckResult) => void;
}

export interface WatchSession {
  /** What has changed since the last look; everything, the first time. */
  readonly look: () => Change;
  /** Checks files; ends early when stopped, and then what was told is all there is. */
  readonly round: (files: readonly string[], events: RoundEvents, signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What nobody waits for: a keystroke is answered when this has passed. */
const QUICK = { timeoutMs: 1_000, maxStates: 20_000 } as const;

export function openWatchSession(request: CheckRequest): WatchSession {
  const pool = openTlcPool();
  const ended = new AbortController();
  let last: Look["contents"] = new Map();

  const confirm = async (prepared: PreparedChecks, { confirmed }: RoundEvents, signal: AbortSignal): Promise<void> => {
    const either = AbortSignal.any([signal, ended.signal]);
    // A JVM that a stopped round has ended is started anew here.
    const tools = await findTools(pool, request, either);
    if (either.aborted) return;
    const compiled = prepared.compiled.filter((one) => one.prepared.kind === "compiled");
    const cache = request.cache ? await openResultCache() : null;
    const finished = (result: CheckResult): void => {
      if (!either.aborted) confirmed(result);
    };
    await runPrepared({ ...prepared, compiled }, request, Promise.resolve(tools), cache, { finished }, either);
  };

  return {
    look() {
      const { contents, absent, folders } = lookAt(request);
      const files = [...contents].filter(([file, content]) => last.get(file) !== content).map(([file]) => file);
      const gone = [...last.keys()].filter((file) => !contents.has(file));
      last = contents;
      const near = (file: string): string => relative(request.root, file);
      return { files: files.map(near), gone: gone.map(near), absent, folders };
    },
    async round(files, events, signal) {
      const some = { ...request, models: files };
      const prepared = await prepareChecks(some, { planned: events.planned });
      const quick = { ...some, ...QUICK, engine: "builtin", strict: false } as const;
      const finished = (result: CheckResult): void => {
        if (!signal.aborted) events.quick(result);
      };
      await runPrepared(prepared, quick, null, null, { finished }, signal);
      if (request.engine === "tlc" && !signal.aborted) await confirm(prepared, events, signal);
    },
    async close() {
      ended.abort();
      await pool.close();
    },
  };
}
