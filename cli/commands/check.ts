// `lockproof check`: the main job.

import type { CheckEvents, CheckRequest } from "../../harness/request.js";
import type { CheckResult } from "../../harness/result.js";
import { interruptible } from "../check/interrupt.js";
import { openView } from "../check/view.js";
import { wantsColor } from "../color.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { type RunArguments, requestOf } from "../request.js";
import type { Services } from "../services.js";

export interface CheckArguments extends RunArguments {
  readonly models: readonly string[];
  readonly json: boolean;
  readonly verbose: boolean;
  readonly color: boolean | undefined;
}

export async function check(options: CheckArguments, services: Services): Promise<number> {
  const request = requestOf(options.models, services.cwd, options);
  const began = services.now();
  const view = options.json ? null : openView(services, viewOptions(options, services));
  const { value: results, interrupted } = await interruptible(services, (signal) => run(request, view?.events ?? {}, services, signal));
  if (view !== null) await view.close(results, services.now() - began);
  else await printJson(results, services);
  if (results.length === 0) services.console.err(`lockproof: no model in ${options.models.join(", ")}.\n`);
  return interrupted ? EXIT.interrupted : exitCodeOf(results);
}

/** A single model asked for by name is shown in full; so is everything with --verbose. */
function viewOptions(options: CheckArguments, { env, console }: Services) {
  const single = options.models.length === 1 && options.models[0]?.endsWith(".ts") === true;
  return { color: wantsColor(options.color, env, console.outIsTerminal), everything: options.verbose || single };
}

/** The cache is asked first: when nothing has changed, the checker and with it the compiler is not even loaded. */
async function run(request: CheckRequest, events: CheckEvents, services: Services, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const known = request.cache ? (await services.cache())?.lookupRun(request) : null;
  if (known != null) {
    events.planned?.(known.map(({ subject }) => subject));
    for (const result of known) events.finished?.(result);
    return known;
  }
  const checker = await services.checker();
  return checker.checkModels(request, events, signal);
}

async function printJson(results: readonly CheckResult[], { console }: Services): Promise<void> {
  const { renderJson } = await import("../../report/json.js");
  console.out(renderJson(results));
}
