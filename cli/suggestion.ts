// What yargs says about a command line, in one sentence, with the word that was probably meant.

import { COMMANDS, type CommandName, commandOf, optionNames } from "./commands-table.js";
import { didYouMean } from "./nearest.js";

/** yargs names an option that it does not know without dashes, and one with `no-` without that, too. */
export function withSuggestion(message: string, argv: readonly string[]): string {
  const command = commandOf(argv);
  return (
    unknownWord(message, command, argv) ??
    wrongChoice(message, argv) ??
    missingWord(message, command) ??
    noCommand(message, argv) ??
    sentences(message.replace(/^Did you mean /, () => `Unknown command: ${firstWord(argv)}. Did you mean `))
  );
}

function unknownWord(message: string, command: CommandName | null, argv: readonly string[]): string | null {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1]?.trim();
  if (unknown === undefined) return null;
  const option = argv.find((word) => /^--?(no-)?/.test(word) && bare(word).replace(/^no-/, "") === unknown && word.startsWith("-"));
  if (option !== undefined && option !== "-")
    return `Unknown option: ${option.replace(/=.*/s, "")}.${didYouMean(bare(option), command === null ? [] : optionNames(command), "--")}`;
  return command === null ? `Unknown command: ${firstWord(argv)}.` : `Unknown argument: ${unknown}.`;
}

/** The name of an option, without dashes and value. */
function bare(word: string): string {
  return word.replace(/^--?/, "").replace(/=.*/s, "");
}

function firstWord(argv: readonly string[]): string {
  return argv.find((word) => !word.startsWith("-") || word === "-") ?? "";
}

function wrongChoice(message: string, argv: readonly string[]): string | null {
  const [, name, given, choices] = /^Invalid values:\s+Argument: (\S+), Given: "(.*)", Choices: (.*)$/s.exec(message) ?? [];
  if (choices === undefined) return null;
  const what = argv.some((word) => word.startsWith(`--${name}`)) ? `--${name}` : "The argument";
  return `${what} is '${given}', not ${choices.trim().replaceAll('"', "").replaceAll(", ", " or ")}.`;
}

function missingWord(message: string, command: CommandName | null): string | null {
  const option = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (option !== undefined) return `--${option} wants a value behind it.`;
  if (command === null || !message.startsWith("Not enough non-option arguments")) return null;
  const { usage } = COMMANDS[command];
  return `Nothing is named that ${command} could work on. To fix, write lockproof ${usage}.`;
}

function noCommand(message: string, [first = ""]: readonly string[]): string | null {
  if (!message.startsWith("No command") || !/^--?[a-z]/i.test(first)) return null;
  return `Unknown option: ${first}.${didYouMean(bare(first), ["help", "version"], "--")} A command goes first.`;
}

function sentences(message: string): string {
  return message
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`))
    .join(" ");
}
