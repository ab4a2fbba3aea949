// `lockproof compile`: prints the TLA+ module of one version of one model, or its configuration.

import type { CompiledModel } from "../../harness/request.js";
import type { CheckResult, Subject } from "../../harness/result.js";
import { visible } from "../../report/lines.js";
import { wantsColor } from "../color.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { noModel } from "../no-model.js";
import { compileRequestOf, type SelectArguments } from "../request.js";
import type { Services } from "../services.js";
import { sourceReader } from "../source-reader.js";

export interface CompileArguments extends SelectArguments {
  readonly model: string;
  readonly cfg: boolean;
  readonly color: boolean | undefined;
}

export async function compile(options: CompileArguments, services: Services): Promise<number> {
  const { console } = services;
  const checker = await services.checker();
  const { compiled, rejected } = await checker.compileModels(compileRequestOf([options.model], services.cwd, options));
  if (rejected.length > 0) {
    await printRejected(rejected, options.color, services);
    return exitCodeOf(rejected);
  }
  const [only, ...others] = compiled;
  if (only === undefined) {
    console.err(noModel([options.model]));
    return EXIT.usage;
  }
  if (others.length > 0) {
    console.err(`lockproof: ${visible(options.model)} has ${compiled.length} specifications. To fix, choose one of:\n${choices(compiled)}`);
    return EXIT.usage;
  }
  const name = `${only.module}.${options.cfg ? "cfg" : "tla"}`;
  const text = only.files[name];
  if (text === undefined) throw new Error(`the compiler gave no ${name}`);
  console.out(text);
  return EXIT.expected;
}

export async function printRejected(rejected: readonly CheckResult[], color: boolean | undefined, services: Services): Promise<void> {
  const { renderReport } = await import("../../report/terminal.js");
  const { console, env, cwd } = services;
  const options = { color: wantsColor(color, env, console.errIsTerminal), readSource: sourceReader(cwd) };
  for (const result of rejected) console.err(renderReport(result, options));
}

function choices(compiled: readonly CompiledModel[]): string {
  return compiled.map(({ subject }) => `  ${selection(subject)}\n`).join("");
}

function selection({ variants, configuration }: Subject): string {
  return [...Object.entries(variants).map(([axis, name]) => `--variant ${axis}=${name}`), `--config ${configuration}`].join(" ");
}
