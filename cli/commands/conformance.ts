// `lockproof conformance`: the kernel's own locking self-test as judge of lockdep's rules and of what TLC reaches.

import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileProblem } from "../../harness/file-problem.js";
import { visible } from "../../report/lines.js";
import { interruptible } from "../check/interrupt.js";
import { wantsColor } from "../color.js";
import { EXIT } from "../exit-codes.js";
import { didYouMean } from "../nearest.js";
import type { Services } from "../services.js";
import { UsageError } from "../usage-error.js";

export interface ConformanceArguments {
  readonly config: string;
  readonly json: boolean;
  readonly write: string | undefined;
  readonly color: boolean | undefined;
}

export async function conformance(options: ConformanceArguments, services: Services): Promise<number> {
  const { CONFIGURATIONS, checkConformance, translatedCases } = await import("../../harness/conformance/index.js");
  const configuration = CONFIGURATIONS.find(({ name }) => name === options.config);
  if (configuration === undefined) {
    const names = CONFIGURATIONS.map(({ name }) => name);
    throw new UsageError(
      `Unknown configuration: ${options.config}.${didYouMean(options.config, names, "")} There are ${names.join(", ")}.`,
    );
  }
  if (options.write !== undefined) {
    const target = resolve(services.cwd, options.write);
    return writeSources(target, translatedCases(configuration, target), services);
  }
  const began = services.now();
  const { value: result, interrupted } = await interruptible(services, (signal) => checkConformance(configuration, signal));
  if ("failure" in result) {
    services.console.err(`lockproof: ${result.failure}\n`);
    return EXIT.toolFailure;
  }
  const { conformanceJson, renderConformance } = await import("../../report/conformance.js");
  const color = wantsColor(options.color, services.env, services.console.outIsTerminal);
  services.console.out(
    options.json
      ? conformanceJson(configuration.name, result.outcomes)
      : renderConformance(configuration.name, result.outcomes, services.now() - began, color),
  );
  if (interrupted) return EXIT.interrupted;
  return result.outcomes.every(({ ok }) => ok) ? EXIT.expected : EXIT.unexpected;
}

function writeSources(target: string, sources: ReadonlyMap<string, string>, { cwd, console }: Services): number {
  const name = relative(cwd, target) || ".";
  try {
    mkdirSync(target, { recursive: true });
    for (const [id, source] of sources) writeFileSync(join(target, `${id}.ts`), source);
  } catch (error) {
    throw new UsageError(`The models cannot be written to '${name}': ${fileProblem(error)}.`);
  }
  console.out(`${sources.size} models written to ${visible(name)}\n`);
  return EXIT.expected;
}
