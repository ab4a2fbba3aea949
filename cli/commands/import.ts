// `lockproof import`: reads lockdep reports out of a text, says what is in them, and writes a model of one.

import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { LOOKED_FOR } from "../../import/find/titles.js";
import { importOutput, type Reading, type Readings, readReports } from "../../import/index.js";
import { skeletonOf } from "../../import/model/index.js";
import { summarize } from "../../import/summary/summary.js";
import { visible } from "../../report/lines.js";
import { EXIT } from "../exit-codes.js";
import { readInput } from "../read-input.js";
import type { Services } from "../services.js";
import { UsageError } from "../usage-error.js";
import { count } from "../values.js";
import { checkNewModel, writeNew } from "../write-new.js";

export interface ImportArguments {
  /** `-` is standard input. */
  readonly report: string;
  readonly json: boolean;
  /** Where a model of the report goes; `-` is standard output. */
  readonly model: string | undefined;
  /** Which of several reports, from 1. */
  readonly number: string | undefined;
}

export async function importReports(options: ImportArguments, services: Services): Promise<number> {
  const { console } = services;
  if (options.json && options.model === "-") throw new UsageError("--json and --model - both print to standard output.");
  if (options.model !== undefined && options.model !== "-") checkNewModel("model", options.model, services.cwd);
  const name = options.report === "-" ? "standard input" : options.report;
  const { readings, remarks } = chosen(readReports(await textOf(options.report, services)), options);
  for (const { line, message } of remarks) console.err(`${visible(name)}:${line}: ${visible(message)}\n`);
  if (options.json) console.out(`${JSON.stringify(importOutput({ readings, remarks }), undefined, 2)}\n`);
  else if (options.model !== "-") console.out(readings.map((reading) => printable(summarize(name, reading))).join("\n"));
  if (readings.length === 0) {
    console.err(
      `lockproof: no lockdep report in ${visible(name)}. These lines were looked for:\n${LOOKED_FOR.map((title) => `  ${title}\n`).join("")}`,
    );
    return EXIT.usage;
  }
  return options.model === undefined ? EXIT.expected : writeModel(name, readings, options.model, services);
}

/** Also of a pipe, as of <(dmesg). */
function textOf(file: string, { cwd, input }: Services): Promise<string> {
  return file === "-" ? input() : readInput(`'${file}'`, createReadStream(resolve(cwd, file)));
}

function chosen(all: Readings, { number }: ImportArguments): Readings {
  if (number === undefined) return all;
  const there = all.readings.length;
  const reading = all.readings[count("number", number, 1, 9999) - 1];
  if (reading === undefined)
    throw new UsageError(`--number is ${number}, and there ${there === 1 ? "is 1 report" : `are ${there} reports`}.`);
  return { ...all, readings: [reading] };
}

function writeModel(name: string, readings: readonly Reading[], file: string, { console, cwd }: Services): number {
  const [reading, ...others] = readings;
  if (reading === undefined || others.length > 0)
    throw new UsageError(
      `${name} has ${readings.length} reports, and a model is of one. To fix, choose it with --number 1 to ${readings.length}.`,
    );
  const skeleton = skeletonOf(name, reading);
  if (skeleton.kind === "none") {
    console.err(`${visible(name)}:${reading.titleLine}: ${skeleton.reason}\n`);
    return EXIT.usage;
  }
  if (file === "-") console.out(skeleton.text);
  else {
    writeNew(file, skeleton.text, cwd);
    console.out(`\nwrote ${visible(file)}; check it with: npx lockproof check ${visible(file)}\n`);
  }
  return EXIT.expected;
}

function printable(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
