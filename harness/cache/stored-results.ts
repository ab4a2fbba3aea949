// Results as they lie in the cache. Only a verdict is kept: what was rejected, stopped or failed is tried again.

import type { CheckResult } from "../result.js";

const SCHEMA: CheckResult["schemaVersion"] = 2;

export function isVerdict(result: CheckResult): boolean {
  return result.outcome === "verified" || result.outcome === "violated";
}

/** Whether a value read back is a result. Its checksum was right and its key has our own code in it, so a look at the shape is enough. */
export function isStoredResult(value: unknown): value is CheckResult {
  if (typeof value !== "object" || value === null || !("schemaVersion" in value) || !("outcome" in value)) return false;
  return value.schemaVersion === SCHEMA && (value.outcome === "verified" || value.outcome === "violated");
}

/** The result as it is handed out again: it says that it is from the cache, and cost no time. */
export function fromCache(result: CheckResult): CheckResult {
  return { ...result, cached: true, milliseconds: 0 };
}
