// `lockproof import`: reads lockdep reports out of a text and says what is in them.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { LOOKED_FOR } from "../../import/find/titles.js";
import { importOutput, type Readings, readReports } from "../../import/index.js";
import { summarize } from "../../import/summary/summary.js";
import { visible } from "../../report/lines.js";
import { EXIT } from "../exit-codes.js";
import type { Console, Services } from "../services.js";
import { UsageError } from "../usage-error.js";

export interface ImportArguments {
  /** `-` is standard input. */
  readonly report: string;
  readonly json: boolean;
}

/** A console log of days; a larger text is no report. */
const LARGEST = 64 * 1024 * 1024;

export async function importReports(options: ImportArguments, services: Services): Promise<number> {
  const { console } = services;
  const name = options.report === "-" ? "standard input" : options.report;
  const readings = readReports(options.report === "-" ? await services.input() : readText(options.report, services.cwd));
  for (const { line, message } of readings.remarks) console.err(`${visible(name)}:${line}: ${visible(message)}\n`);
  if (options.json) console.out(`${JSON.stringify(importOutput(readings), undefined, 2)}\n`);
  else print(name, readings, console);
  if (readings.readings.length > 0) return EXIT.expected;
  console.err(
    `lockproof: no lockdep report in ${visible(name)}. These lines were looked for:\n${LOOKED_FOR.map((title) => `  ${title}\n`).join("")}`,
  );
  return EXIT.usage;
}

function print(name: string, { readings }: Readings, console: Console): void {
  console.out(readings.map((reading) => summarize(name, reading).split("\n").map(visible).join("\n")).join("\n"));
}

function readText(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  try {
    if (statSync(path).size <= LARGEST) return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  throw new UsageError(`'${file}' has more than 64 MiB. To fix, cut the report out of it.`);
}
