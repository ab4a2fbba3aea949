// `lockproof trace --save-test FILE`: the counterexample becomes a model that expects it. The new model is checked before anybody relies on it.

import { relative, resolve, sep } from "node:path";
import { visible } from "../../report/lines.js";
import { subjectText } from "../../report/names.js";
import type { RenderOptions } from "../../report/options.js";
import { repeatCommand } from "../../report/repeat-command.js";
import type { Violated } from "../../report/splat/index.js";
import { interruptible } from "../check/interrupt.js";
import { runChecks } from "../check/run-checks.js";
import { openView } from "../check/view.js";
import { EXIT, exitCodeOf } from "../exit-codes.js";
import { type RunArguments, requestOf } from "../request.js";
import type { Services } from "../services.js";
import { UsageError } from "../usage-error.js";
import { writeNew } from "../write-new.js";

export async function saveTest(
  file: string,
  chosen: Violated,
  render: RenderOptions,
  options: RunArguments,
  services: Services,
): Promise<number> {
  const { console, cwd } = services;
  const { subject } = chosen;
  const source = render.readSource(subject.file);
  if (source === null) throw new UsageError(`'${subject.file}' cannot be read.`);
  const { regressionOf } = await import("../../harness/regression.js");
  const made = regressionOf(source, chosen, relative(cwd, resolve(cwd, file)).split(sep).join("/"));
  if (made.kind === "elsewhere")
    throw new UsageError(`${made.what} of ${subject.file} stands in a file that it imports, so a copy of it cannot be a test.`);
  writeNew(file, `${headerOf(chosen)}${made.text}`, cwd);
  console.out(`wrote ${visible(file)}\n`);
  return checkNew(file, options, render.color, chosen, services);
}

function headerOf(chosen: Violated): string {
  const { subject, finding } = chosen;
  const lines = [`Regression test: ${finding.message}`, `Found in ${subjectText(subject)} by: ${repeatCommand(chosen)}`];
  return lines.map((text) => `// ${visible(text)}\n`).join("");
}

async function checkNew(file: string, options: RunArguments, color: boolean, { subject }: Violated, services: Services): Promise<number> {
  const variant = Object.entries(subject.variants).map(([axis, name]) => `${axis}=${name}`);
  const request = requestOf([file], services.cwd, { ...options, variant, config: [subject.configuration], set: [] });
  const began = services.now();
  const view = openView(services, { color, everything: false, verbose: false });
  const { value: results, interrupted } = await interruptible(services, (signal) => runChecks(request, view.events, services, signal));
  await view.close(results, services.now() - began);
  return interrupted ? EXIT.interrupted : exitCodeOf(results);
}
