// What yargs says about a command line, in one sentence, with the word that was probably meant.

import { didYouMean } from "./nearest.js";
import { OPTION_NAMES } from "./options.js";

/** One sentence of what yargs says. It names an option that it does not know without dashes, and one with `no-` without that, too. */
export function withSuggestion(message: string, argv: readonly string[]): string {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1]?.trim();
  const typed = argv.find(
    (word) => unknown !== undefined && /^--?(no-)?/.test(word) && word.replace(/^--?(no-)?/, "").replace(/=.*/, "") === unknown,
  );
  if (typed?.startsWith("-") === true) {
    const name = typed.replace(/^--?/, "").replace(/=.*/, "");
    return `Unknown option: ${typed.replace(/=.*/, "")}.${didYouMean(name, OPTION_NAMES, "--")}`;
  }
  const invalid = /^Invalid values:\s+Argument: (\S+), Given: "(.*)", Choices: (.*)$/s.exec(message);
  if (invalid !== null) {
    const [, name, given, choices = ""] = invalid;
    return `${argv.some((word) => word.startsWith(`--${name}`)) ? `--${name}` : "The argument"} is '${given}', not ${choices.trim().replaceAll('"', "").replaceAll(", ", " or ")}.`;
  }
  const command = message.startsWith("Did you mean ") ? `Unknown command: ${argv.find((word) => !word.startsWith("-")) ?? ""}. ` : "";
  return `${command}${message}`
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`))
    .join(" ");
}
