// Mistakes in a command line that yargs lets pass: a switch with a value, an option twice, `--no-` before what is no switch, an empty word.

import { type CommandName, commandOf, isSwitch, optionNames, optionsOf } from "./commands-table.js";
import { UsageError } from "./usage-error.js";

/** `options` as yargs understands `argv`. */
export function checkCommandLine(argv: readonly string[], options: Readonly<Record<string, unknown>>): void {
  // Not of `argv`, where the value of an option may come first.
  const command = commandOf(Array.isArray(options["_"]) ? options["_"].map(String) : []);
  if (command === null) return;
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const mistake = emptyWord(argv) ?? wrongSwitch(words, command) ?? twice(options, command);
  if (mistake !== null) throw new UsageError(mistake);
}

/** What a shell makes of a variable that is not set: neither a file nor a name. */
function emptyWord(argv: readonly string[]): string | null {
  const index = argv.findIndex((word) => word === "" || /^--[a-z-]+=$/.test(word));
  if (index < 0) return null;
  const [before, word] = [argv[index - 1] ?? "lockproof", argv[index]];
  return word === "" ? `The word behind '${before}' is empty.` : `'${word}' gives no value.`;
}

function wrongSwitch(words: readonly string[], command: CommandName): string | null {
  const options = optionsOf(command);
  for (const word of words) {
    const [, no = "", name = "", value] = /^--(no-)?([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === "") continue;
    const option = options[name];
    if (no !== "" && !isSwitch(name, option)) return `There is no --no-${name}.`;
    // yargs takes what is no option at all for the word that the command works on.
    if (!optionNames(command).includes(name)) return `Unknown option: --${name}.`;
    if (no === "" && option?.type === "boolean" && ![undefined, "true", "false"].includes(value))
      return `--${name} takes no value; --no-${name} switches it off.`;
  }
  return null;
}

/** yargs makes a list of what is repeated. */
function twice(options: Readonly<Record<string, unknown>>, command: CommandName): string | null {
  const known = optionsOf(command);
  const name = Object.keys(options).find(
    (one) => Array.isArray(options[one]) && !["_", "--", "models"].includes(one) && known[one]?.array !== true,
  );
  return name === undefined ? null : `--${name} is given more than once.`;
}
