// `lockproof check`: the main job.

import { hostname } from "node:os";
import { resolve } from "node:path";
import type { CheckEvents, CheckRequest, DistributedSearch } from "../../harness/request.js";
import type { FormatOptions } from "../../report/options.js";
import { interruptible } from "../check/interrupt.js";
import { runChecks } from "../check/run-checks.js";
import { openView } from "../check/view.js";
import { wantsColor } from "../color.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { LONGEST_WAIT } from "../options.js";
import { ownVersion, pageAssets } from "../package-root.js";
import { type Output, outputsOf } from "../report/outputs.js";
import { writeOutputs } from "../report/write-outputs.js";
import { type RunArguments, requestOf } from "../request.js";
import type { Services } from "../services.js";
import { sourceReader } from "../source-reader.js";
import { UsageError } from "../usage-error.js";
import { duration, meetingPoint } from "../values.js";

export interface CheckArguments extends RunArguments {
  readonly models: readonly string[];
  readonly resume: boolean;
  readonly distributed: boolean;
  readonly listen: string | undefined;
  readonly wait: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly diff: boolean;
  readonly reporter: readonly string[];
  readonly "output-dir": string;
  readonly color: boolean | undefined;
}

export async function check(options: CheckArguments, services: Services): Promise<number> {
  const distributed = distributedOf(options);
  const request = {
    ...requestOf(options.models, services.cwd, options),
    checkpoints: distributed === null ? checkpointsOf(options) : ("off" as const),
    ...(distributed === null ? {} : { distributed }),
  };
  const outputs = outputsOf(
    [...options.reporter, ...(options.json ? ["json"] : [])],
    resolve(services.cwd, options["output-dir"]),
    options.models.map((model) => resolve(services.cwd, model)),
  );
  const began = services.now();
  const view = showsTable(outputs) ? openView(services, viewOptions(options, services)) : null;
  const { value: results, interrupted } = await interruptible(services, (signal) =>
    runChecks(request, distributed === null ? (view?.events ?? {}) : onlyOne(view?.events ?? {}), services, signal),
  );
  if (view !== null) await view.close(results, services.now() - began);
  const others = outputs.filter(({ format, file }) => format !== "terminal" || file !== null);
  const written = await writeOutputs(others, results, formatOptions(options, services), services);
  if (interrupted) return EXIT.interrupted;
  if (results.length === 0) services.console.err(noModel(options.models));
  return written === EXIT.expected ? exitCodeOf(results) : written;
}

/** Null: this machine searches alone. */
function distributedOf(options: CheckArguments): DistributedSearch | null {
  const { distributed, listen, engine, simulate, resume, strict, wait } = options;
  const alone = [listen === undefined ? [] : "--listen", wait === undefined ? [] : "--wait"].flat()[0];
  if (!distributed && alone !== undefined) throw new UsageError(`${alone} is for a search with --distributed.`);
  if (!distributed) return null;
  if (engine === "builtin") throw new UsageError("--distributed is TLC's, not of --engine builtin.");
  if (simulate !== undefined) throw new UsageError("--distributed searches all executions, --simulate some.");
  if (resume) throw new UsageError("--distributed begins from the start, it cannot --resume.");
  if (strict) throw new UsageError("--distributed does not tell what --strict compares: what lockdep would say.");
  return { ...meetingPoint("--listen", listen ?? hostname()), waitMs: duration("wait", wait ?? LONGEST_WAIT) };
}

/** Workers come for one search and go with it. */
function onlyOne(events: CheckEvents): CheckEvents {
  return {
    ...events,
    planned(subjects) {
      if (subjects.length > 1)
        throw new UsageError(`--distributed is for one check, and these are ${subjects.length}: choose with --variant and --config.`);
      events.planned?.(subjects);
    },
  };
}

/** Searches that were stopped are kept with the results of earlier checks. */
function checkpointsOf({ resume, cache, engine, simulate }: CheckArguments): NonNullable<CheckRequest["checkpoints"]> {
  if (resume && !cache) throw new UsageError("--resume goes on with what lies in the cache, which --no-cache leaves alone.");
  if (resume && engine === "builtin") throw new UsageError("--resume is TLC's, not of --engine builtin.");
  if (resume && simulate !== undefined) throw new UsageError("--simulate begins each execution anew: there is nothing for --resume.");
  if (!cache || simulate !== undefined) return "off";
  return resume ? "resume" : "keep";
}

/** The table goes to standard output unless something else does. */
function showsTable(outputs: readonly Output[]): boolean {
  const printed = outputs.filter(({ file }) => file === null);
  return printed.length === 0 || printed.some(({ format }) => format === "terminal");
}

function formatOptions(options: CheckArguments, { env, console, cwd }: Services): FormatOptions {
  return {
    color: wantsColor(options.color, env, console.outIsTerminal),
    verbose: options.verbose,
    diff: options.diff,
    readSource: sourceReader(cwd),
    version: ownVersion(),
    page: pageAssets,
  };
}

/** A single model asked for by name is shown in full; so is everything with --verbose. */
function viewOptions(options: CheckArguments, { env, console }: Services) {
  const single = options.models.length === 1 && options.models[0]?.endsWith(".ts") === true;
  return {
    color: wantsColor(options.color, env, console.outIsTerminal),
    everything: options.verbose || single,
    verbose: options.verbose,
    diff: options.diff,
  };
}
