// `lockproof mutate`: small mistakes in verified models, and which of them no property notices.

import type { CheckRequest } from "../../harness/request.js";
import type { MutationReport } from "../../harness/result.js";
import { visible } from "../../report/lines.js";
import { interruptible } from "../check/interrupt.js";
import { wantsColor } from "../color.js";
import { EXIT } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { type RunArguments, requestOf } from "../request.js";
import type { Services } from "../services.js";
import { printRejected } from "./compile.js";

/** What is found is not kept, and only verdicts count. */
export interface MutateArguments extends Omit<RunArguments, "cache" | "strict" | "simulate"> {
  readonly models: readonly string[];
  readonly mistakes: "single" | "locks";
  readonly json: boolean;
  readonly color: boolean | undefined;
}

export async function mutate(options: MutateArguments, services: Services): Promise<number> {
  const { console, env, cwd } = services;
  const request = { ...requestOf(options.models, cwd, { ...options, cache: false, strict: false }), mutations: options.mistakes };
  const mutator = await services.mutator();
  const progress = (file: string, done: number, all: number): void => {
    if (console.errIsTerminal) console.err(`\r${file.split("/").at(-1)}: ${done} of ${all}    `);
  };
  const { value: reports, interrupted } = await interruptible(services, (signal) => mutator.mutate(request, { progress }, signal));
  if (console.errIsTerminal) console.err("\r");
  const { mergedMutants, renderMutation } = await import("../../report/mutation.js");
  if (options.json) console.out(`${JSON.stringify({ schemaVersion: 2, reports }, undefined, 2)}\n`);
  else console.out(renderMutation(reports, wantsColor(options.color, env, console.outIsTerminal)));
  const mutants = mergedMutants(reports);
  if (interrupted) return EXIT.interrupted;
  if (mutants.length === 0) return nothing(reports, request, options, services);
  if (mutants.some(({ outcome, explanation }) => outcome === "survived" && explanation === null)) return EXIT.unexpected;
  return mutants.some(({ outcome }) => outcome === "undecided") ? EXIT.inconclusive : EXIT.expected;
}

async function nothing(
  reports: readonly MutationReport[],
  request: CheckRequest,
  { models, color }: MutateArguments,
  services: Services,
): Promise<number> {
  const { rejected } = await (await services.checker()).compileModels(request);
  await printRejected(rejected, color, services);
  if (reports.length === 0 && rejected.length === 0) services.console.err(noModel(models));
  else services.console.err(`lockproof: no verified model to mutate in ${models.map(visible).join(", ")}.\n`);
  return EXIT.usage;
}
