// Results of earlier checks. Two doors: `lookupRun` answers a whole request without the compiler, when no file it depends on has changed;
// `lookup` answers one check whose specification was checked before. Nothing here loads more than Node's own modules.

import { join } from "node:path";
import { readEntry, writeEntry } from "./cache/entry-file.js";
import { hashOf, sortedParts } from "./cache/hash.js";
import { modelSources } from "./cache/model-sources.js";
import { ownCode } from "./cache/own-code.js";
import { importsUnchanged, isRunEntry, jarIdentity, type RunEntry, runKey } from "./cache/run-entry.js";
import { fromCache, isStoredResult, isVerdict } from "./cache/stored-results.js";
import type { CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";

/** What one verdict depends on. lockproof's own code is added by the cache. */
export interface CheckKey {
  /** File name to text: the module, its configuration, the library modules. */
  readonly files: Readonly<Record<string, string>>;
  readonly jarSha256: string;
  /** What else is in the result: subject, expectation, and the map from specification to source, as text. */
  readonly about: readonly string[];
  /** Options that can change the result: workers (which counterexample is found), not the deadline. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** What was read, and what was looked for in vain, by absolute path. */
export interface ReadFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly absent: ReadonlySet<string>;
}

export interface ResultCache {
  /** The results of the same request over the same files, or null. */
  lookupRun(request: CheckRequest): readonly CheckResult[] | null;
  /**
   * Keeps the results of a run. `read.texts` has, by absolute path, the text *as it was compiled* of every file that was looked at: all `*.ts` files
   * that the request names, models or not, and all they import. Does nothing when a file was changed meanwhile, or a result is no verdict.
   */
  storeRun(request: CheckRequest, read: ReadFiles, results: readonly CheckResult[]): void;
  lookup(key: CheckKey): CheckResult | null;
  /** Does nothing when the result is no verdict. */
  store(key: CheckKey, result: CheckResult): void;
}

/** `code` null: nothing is ever found or kept. */
export function openCache(folder: string, code: string | null = ownCode(), env: NodeJS.ProcessEnv = process.env): ResultCache {
  const runs = join(folder, "runs");
  const checks = join(folder, "checks");
  const keyOfCheck = ({ files, jarSha256, about, options }: CheckKey): string =>
    hashOf(["check", code ?? "", jarSha256, ...sortedParts(files), "options", ...sortedParts(options), "about", ...about]);

  return {
    lookupRun(request) {
      const sources = code === null ? null : modelSources(request);
      if (code === null || sources === null) return null;
      const entry = readEntry(runs, runKey(request, sources, code, jarIdentity(env)));
      return isRunEntry(entry) && importsUnchanged(entry) ? entry.results.map(fromCache) : null;
    },
    storeRun(request, { texts, absent }, results) {
      const sources = code === null ? null : modelSources(request);
      if (code === null || sources === null || results.length === 0 || !results.every(isVerdict)) return;
      if ([...sources].some(([file, text]) => texts.get(file) !== text)) return;
      const imports = [...texts].filter(([file]) => !sources.has(file)).map(([file, text]) => [file, hashOf([text])] as const);
      const entry: RunEntry = { imports: Object.fromEntries(imports), absent: [...absent], results };
      writeEntry(runs, runKey(request, sources, code, jarIdentity(env)), entry);
    },
    lookup(key) {
      const entry = code === null ? null : readEntry(checks, keyOfCheck(key));
      return isStoredResult(entry) ? fromCache(entry) : null;
    },
    store(key, result) {
      if (code !== null && isVerdict(result)) writeEntry(checks, keyOfCheck(key), result);
    },
  };
}
