// `lockproof report`: shows a run that was saved as JSON, in any format, without checking anything.

import { resolve } from "node:path";
import { wantsColor } from "../color.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { ownVersion, pageAssets } from "../package-root.js";
import { outputsOf } from "../report/outputs.js";
import { readSavedRun } from "../report/saved-run.js";
import { writeOutputs } from "../report/write-outputs.js";
import type { Services } from "../services.js";

export interface ReportArguments {
  readonly result: string;
  readonly reporter: readonly string[];
  readonly "output-dir": string;
  readonly verbose: boolean;
  readonly diff: boolean;
  readonly color: boolean | undefined;
}

export async function report(options: ReportArguments, services: Services): Promise<number> {
  const { console, env, cwd } = services;
  const asked = outputsOf(options.reporter, resolve(cwd, options["output-dir"]), [resolve(cwd, options.result)]);
  const { results, sources } = readSavedRun(options.result, cwd);
  const format = {
    color: wantsColor(options.color, env, console.outIsTerminal),
    version: ownVersion(),
    page: pageAssets,
    verbose: options.verbose,
    diff: options.diff,
    readSource: (file: string) => sources[file] ?? null,
  };
  const outputs = asked.length === 0 ? [{ format: "terminal", file: null } as const] : asked;
  const written = await writeOutputs(outputs, results, format, services);
  return written === EXIT.expected ? exitCodeOf(results) : written;
}
