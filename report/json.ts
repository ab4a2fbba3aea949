// Results as JSON. The schema of harness/result.ts is the contract; this only writes it down, with the sources that the results speak of.

import type { CheckOutput, CheckResult } from "../harness/result.js";
import { filesOf } from "./files.js";
import type { FormatOptions } from "./options.js";

export function renderJson(results: readonly CheckResult[], { readSource, version }: FormatOptions): string {
  const sources = filesOf(results).flatMap((file) => {
    const text = readSource(file);
    return text === null ? [] : [[file, text] as const];
  });
  const output: CheckOutput = {
    schemaVersion: 2,
    tool: { name: "lockproof", version },
    results: [...results],
    sources: Object.fromEntries(sources),
  };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}
