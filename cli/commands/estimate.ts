// `lockproof estimate`: how many states a check will have to see, without Java and within seconds.

import type { Estimate, EstimateOutput } from "../../harness/estimate/output.js";
import { renderEstimate } from "../../report/estimate.js";
import { interruptible } from "../check/interrupt.js";
import { EXIT } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { compileRequestOf, type SelectArguments } from "../request.js";
import type { Services } from "../services.js";
import { count, duration } from "../values.js";
import { printRejected } from "./compile.js";

export interface EstimateArguments extends SelectArguments {
  readonly models: readonly string[];
  readonly states: string;
  readonly timeout: string;
  readonly json: boolean;
}

export async function estimate(options: EstimateArguments, services: Services): Promise<number> {
  const { console, cwd } = services;
  const bounds = { maxStates: count("states", options.states, 100, 9_999_999), timeoutMs: duration("timeout", options.timeout) };
  const request = { ...compileRequestOf(options.models, cwd, options), ...bounds };
  const { estimateModels } = await import("../../harness/estimate.js");
  const told = (one: Estimate): void => (options.json ? undefined : console.out(renderEstimate(one)));
  const { value, interrupted } = await interruptible(services, (signal) => estimateModels(request, told, signal));
  if (interrupted) return EXIT.interrupted;
  if (options.json) console.out(jsonText(value));
  if (value.length === 0) console.err(noModel(options.models));
  if (value.length > 0 && value.every(({ kind }) => kind !== "rejected")) return EXIT.expected;
  const { rejected } = await (await services.checker()).compileModels(request);
  await printRejected(rejected, undefined, services);
  return EXIT.usage;
}

function jsonText(estimates: readonly Estimate[]): string {
  const output: EstimateOutput = { schemaVersion: 1, estimates: [...estimates] };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}
