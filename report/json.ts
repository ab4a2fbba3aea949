// Results as JSON. The schema of harness/result.ts is the contract; this only writes it down.

import type { CheckResult } from "../harness/result.js";

export function renderJson(results: readonly CheckResult[]): string {
  return `${JSON.stringify({ schemaVersion: 1, results }, undefined, 2)}\n`;
}
