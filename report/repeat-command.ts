// The command that repeats one check: the last line of every bad result.

import type { CheckResult } from "../harness/result.js";

/** Quoted for a POSIX shell where it must be. Control characters are made visible when the line is printed, so none can act. */
function word(text: string): string {
  return /^[A-Za-z0-9_./=,:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export function repeatCommand({ subject, options }: Pick<CheckResult, "subject" | "options">): string {
  const words = [
    ...Object.entries(subject.variants).map(([axis, name]) => `--variant ${word(`${axis}=${name}`)}`),
    `--config ${word(subject.configuration)}`,
    ...Object.entries(subject.parameters).map(([name, value]) => `--set ${word(`${name}=${value}`)}`),
    ...options.map(word),
  ];
  const file = subject.file.startsWith("-") ? `./${subject.file}` : subject.file;
  return ["npx lockproof check", word(file), ...words].join(" ");
}
