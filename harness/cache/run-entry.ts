// A whole run: the key is everything a run depends on that can be known without the compiler; what only the compiler knows, the files that
// models import, stands in the entry with hashes and is compared when the entry is read.

import { existsSync, readFileSync, statSync } from "node:fs";
import type { CheckRequest } from "../request.js";
import type { CheckResult } from "../result.js";
import { hashOf, sortedParts } from "./hash.js";
import { isStoredResult } from "./stored-results.js";

export interface RunEntry {
  /** Absolute path to hash of the text, for files beyond those in the key. */
  readonly imports: Readonly<Record<string, string>>;
  /** Files that were looked for and did not exist. */
  readonly absent: readonly string[];
  readonly results: readonly CheckResult[];
}

export function runKey(request: CheckRequest, sources: ReadonlyMap<string, string>, code: string, jar: string): string {
  const { cache: _, checkpoints: __, ...options } = request;
  return hashOf(["run", code, jar, ...sortedParts(options), ...[...sources].flat()]);
}

/** Another jar than ours is told apart by name, size and time; ours is pinned by the code. */
export function jarIdentity(env: NodeJS.ProcessEnv): string {
  const path = env["TLA2TOOLS_JAR"] ?? "";
  const found = path === "" ? undefined : statSync(path, { throwIfNoEntry: false });
  return `${path} ${found?.size} ${found?.mtimeMs}`;
}

export function isRunEntry(value: unknown): value is RunEntry {
  if (typeof value !== "object" || value === null || !("imports" in value) || !("absent" in value) || !("results" in value)) return false;
  return (
    typeof value.imports === "object" && Array.isArray(value.absent) && Array.isArray(value.results) && value.results.every(isStoredResult)
  );
}

export function importsUnchanged({ imports, absent }: RunEntry): boolean {
  if (absent.some((file) => existsSync(file))) return false;
  return Object.entries(imports).every(([file, hash]) => {
    try {
      return hashOf([readFileSync(file, "utf8")]) === hash;
    } catch {
      return false;
    }
  });
}
