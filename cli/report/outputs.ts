// `--reporter terminal,html=out/report.html,json`: which formats, and where each goes.

import { FORMAT_NAMES, FORMATS, type FormatName, isFormatName } from "../../report/formats.js";
import { didYouMean } from "../nearest.js";
import { UsageError } from "../usage-error.js";
import { outputPath } from "./output-path.js";

export interface Output {
  readonly format: FormatName;
  /** Absolute; null is standard output. */
  readonly file: string | null;
}

/**
 * Every mistake is found here, before anything is checked. `folder`: absolute, no file is written outside of it. `inputs`: absolute, what the
 * reports are made from.
 */
export function outputsOf(reporters: readonly string[], folder: string, inputs: readonly string[]): readonly Output[] {
  const outputs = reporters.flatMap((text) => text.split(",")).map((text) => outputOf(text.trim(), folder));
  const printed = outputs.filter(({ file }) => file === null);
  const whole = printed.find(({ format }) => !FORMATS[format].isLines);
  if (whole !== undefined && printed.length > 1)
    throw new UsageError(`${whole.format} takes all of standard output. To fix, give it a file: ${whole.format}=FILE.`);
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`Two reporters write to ${twice}.`);
  const over = files.find((file) => inputs.includes(file));
  if (over !== undefined) throw new UsageError(`The report ${over} would be written over what it is made from. To fix, name another file.`);
  const model = files.find((file) => file.endsWith(".ts"));
  if (model !== undefined) throw new UsageError(`The report ${model} has the name of a model. To fix, name another file.`);
  return outputs;
}

function outputOf(text: string, folder: string): Output {
  const border = text.indexOf("=");
  const name = border < 0 ? text : text.slice(0, border);
  const file = border < 0 ? null : text.slice(border + 1);
  if (!isFormatName(name)) {
    throw new UsageError(`There is no reporter '${name}'.${didYouMean(name, FORMAT_NAMES)} There are: ${FORMAT_NAMES.join(", ")}.`);
  }
  if (file === "") throw new UsageError(`--reporter ${name}= names no file.`);
  return { format: name, file: file === null ? null : outputPath(file, folder) };
}
