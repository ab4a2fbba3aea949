// `lockproof trace`: goes through one counterexample step by step. Without a terminal it prints all of it.

import type { CheckResult } from "../../harness/result.js";
import { printLines, visible } from "../../report/lines.js";
import { subjectText } from "../../report/names.js";
import type { RenderOptions } from "../../report/options.js";
import { heading } from "../../report/splat/heading.js";
import { splatTitle, type Violated } from "../../report/splat/index.js";
import { wholeTraceLines } from "../../report/step-text.js";
import { interruptible } from "../check/interrupt.js";
import { runChecks } from "../check/run-checks.js";
import { wantsColor } from "../color.js";
import { EXIT } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { readSavedRun } from "../report/saved-run.js";
import { type RunArguments, requestOf } from "../request.js";
import type { Services } from "../services.js";
import { sourceReader } from "../source-reader.js";
import { saveTest } from "../trace/save-test.js";
import { stepThrough } from "../trace/step-through.js";
import { UsageError } from "../usage-error.js";
import { checkNewModel } from "../write-new.js";
import { printRejected } from "./compile.js";

export interface TraceArguments extends RunArguments {
  readonly result: string;
  readonly color: boolean | undefined;
  /** A new file for a model that expects the counterexample. */
  readonly "save-test": string | undefined;
}

export async function trace(options: TraceArguments, services: Services): Promise<number> {
  const { console, env, cwd } = services;
  if (options["save-test"] !== undefined) checkNewModel("save-test", options["save-test"], cwd);
  const { results, readSource } = options.result.endsWith(".json") ? saved(options, services) : await checked(options, services);
  if (results.length === 0) return nothing(options, console);
  await printRejected(
    results.filter(({ outcome }) => outcome === "rejected"),
    options.color,
    services,
  );
  const chosen = onlyViolation(results, options);
  const render: RenderOptions = { color: wantsColor(options.color, env, console.outIsTerminal), readSource };
  if (options["save-test"] !== undefined) return saveTest(options["save-test"], chosen, render, options, services);
  const keys = services.keys();
  if (keys === null)
    console.out(
      printLines([...heading(splatTitle(chosen.finding, chosen.trace), chosen.subject), ...wholeTraceLines(chosen, render)], render.color),
    );
  else await stepThrough(chosen, render, keys, services);
  return EXIT.expected;
}

function nothing({ result, variant, config }: TraceArguments, { err }: Services["console"]): number {
  const chosen = [...variant, ...config].map((name) => `'${name}'`).join(" and ");
  err(result.endsWith(".json") ? `lockproof: nothing in ${visible(result)} is of ${visible(chosen || "a check")}.\n` : noModel([result]));
  return EXIT.usage;
}

interface Found {
  readonly results: readonly CheckResult[];
  readonly readSource: RenderOptions["readSource"];
}

function saved(options: TraceArguments, { cwd }: Services): Found {
  const { results, sources } = readSavedRun(options.result, cwd);
  return { results: results.filter(({ subject }) => isChosen(subject, options)), readSource: (file) => sources[file] ?? null };
}

async function checked(options: TraceArguments, services: Services): Promise<Found> {
  const request = requestOf([options.result], services.cwd, options);
  const { value } = await interruptible(services, (signal) => runChecks(request, {}, services, signal));
  return { results: value, readSource: sourceReader(services.cwd) };
}

/** `--variant` and `--config` choose among saved results, too. */
function isChosen({ variants, configuration }: CheckResult["subject"], { variant, config }: TraceArguments): boolean {
  const names = Object.entries(variants).flatMap(([axis, name]) => [name, `${axis}=${name}`]);
  return variant.every((wanted) => names.includes(wanted)) && (config.length === 0 || config.includes(configuration));
}

function onlyViolation(results: readonly CheckResult[], { result }: TraceArguments): Violated {
  const found = results.flatMap((one) => (one.outcome === "violated" ? [one] : []));
  const [only, ...others] = found;
  if (only === undefined) {
    const outcomes = results.map(({ subject, outcome }) => `${subjectText(subject)}: ${outcome}`);
    throw new UsageError(`There is no counterexample in ${result} (${outcomes.join("; ")}).`);
  }
  if (others.length === 0) return only;
  const choices = found.map(({ subject }) => subjectText(subject));
  throw new UsageError(
    `There are ${found.length} counterexamples in ${result}. To fix, choose with --variant and --config: ${choices.join("; ")}.`,
  );
}
