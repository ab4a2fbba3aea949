// Renders a run in every format asked for. A file is written under another name and renamed: nobody reads half a report.

import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileProblem } from "../../harness/file-problem.js";
import type { CheckResult } from "../../harness/result.js";
import { FORMATS } from "../../report/formats.js";
import { visible } from "../../report/lines.js";
import type { FormatOptions } from "../../report/options.js";
import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";
import type { Output } from "./outputs.js";

/** Tool failure when a file cannot be written. */
export async function writeOutputs(
  outputs: readonly Output[],
  results: readonly CheckResult[],
  options: FormatOptions,
  services: Services,
): Promise<number> {
  let code: number = EXIT.expected;
  for (const { format, file } of outputs) {
    const render = await FORMATS[format].load();
    if (file === null) services.console.out(render(results, options));
    else if (!writeReport(file, render(results, { ...options, color: false }), services)) code = EXIT.toolFailure;
  }
  return code;
}

function writeReport(file: string, text: string, { console, cwd }: Services): boolean {
  const near = relative(cwd, file);
  const name = visible(near.startsWith("..") ? file : near);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
    console.err(`lockproof: wrote ${name}\n`);
    return true;
  } catch (error) {
    removeQuietly(temporary);
    console.err(`lockproof: ${name} cannot be written: ${fileProblem(error)}.\n`);
    return false;
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is not even a folder to remove it from.
  }
}
