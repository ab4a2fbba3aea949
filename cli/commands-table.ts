// Each command once: how it is written, and the options it has. What yargs is told, what a slip is compared with, and what is completed come from here.

import {
  checking,
  color,
  distributing,
  estimating,
  importing,
  reporting,
  running,
  saving,
  selecting,
  showing,
  working,
} from "./options.js";

const { json } = running;
const { engine, workers, timeout, heap } = checking;

const mistakes = {
  choices: ["single", "locks"] as const,
  requiresArg: true,
  default: "single" as const,
  describe: "at one place each, or functions that do without one of their locks",
} as const;

const judging = {
  config: { type: "string", requiresArg: true, default: "raw-lock-nesting", describe: "kernel configuration" },
  write: { type: "string", requiresArg: true, describe: "folder: write the cases as models, and check nothing" },
  json,
  color,
} as const;

export const COMMANDS = {
  init: { usage: "init", options: {} },
  check: { usage: "check [models..]", options: { ...selecting, ...running, ...distributing } },
  worker: { usage: "worker <host>", options: working },
  watch: { usage: "watch [models..]", options: { ...selecting, ...checking, ...showing } },
  trace: { usage: "trace <result>", options: { ...selecting, ...checking, ...saving, color } },
  report: {
    usage: "report <result>",
    options: { ...reporting, verbose: { type: "boolean", default: false, describe: "every step" } },
  },
  import: { usage: "import <report>", options: importing },
  explain: { usage: "explain [code]", options: {} },
  estimate: { usage: "estimate [models..]", options: { ...selecting, ...estimating } },
  mutate: { usage: "mutate [models..]", options: { ...selecting, engine, workers, timeout, heap, mistakes, json, color } },
  compile: {
    usage: "compile <model>",
    options: {
      ...selecting,
      cfg: { type: "boolean", default: false, describe: "the configuration for TLC instead of the module" },
      color,
    },
  },
  doctor: { usage: "doctor", options: { color } },
  config: { usage: "config", options: {} },
  schema: { usage: "schema [of]", options: {} },
  conformance: { usage: "conformance", options: judging },
  specs: {
    usage: "specs",
    options: {
      check: { type: "boolean", default: false, describe: "only compare; fails when a file is stale or has no model" },
      color,
    },
  },
  completion: { usage: "completion", options: {} },
} as const;

export type CommandName = keyof typeof COMMANDS;

interface Option {
  readonly describe: string;
  readonly type?: string;
  readonly array?: boolean;
}

/** The command that a command line begins with; null when it is none. */
export function commandOf(words: readonly string[]): CommandName | null {
  const word = words.find((one) => !one.startsWith("-")) ?? "";
  return isCommand(word) ? word : null;
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

export function optionsOf(command: CommandName): Readonly<Record<string, Option>> {
  return COMMANDS[command].options;
}

/** All that can stand after `--`. */
export function optionNames(command: CommandName): readonly string[] {
  const options = Object.entries(optionsOf(command));
  return [...options.flatMap(([name, option]) => (isSwitch(name, option) ? [name, `no-${name}`] : [name])), "help", "version"];
}

/** Can be switched off with `--no-`. */
export function isSwitch(name: string, option: Option | undefined): boolean {
  return option?.type === "boolean" || (name === "reduce" && option !== undefined);
}
