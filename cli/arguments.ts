// The commands and their options, as yargs understands them. A command is only chosen here; cli/run.ts runs it.

import yargs from "yargs";
import { FORMAT_NAMES, FORMATS } from "../report/formats.js";
import type { CheckArguments } from "./commands/check.js";
import type { CompileArguments } from "./commands/compile.js";
import type { ConformanceArguments } from "./commands/conformance.js";
import type { DoctorArguments } from "./commands/doctor.js";
import type { ImportArguments } from "./commands/import.js";
import type { MutateArguments } from "./commands/mutate.js";
import type { ReportArguments } from "./commands/report.js";
import type { SpecsArguments } from "./commands/specs.js";
import type { TraceArguments } from "./commands/trace.js";
import { didYouMean } from "./nearest.js";
import { RUN_DEFAULTS } from "./request.js";
import { SCHEMA_NAMES, type SchemaName } from "./schema-names.js";
import { UsageError } from "./usage-error.js";

/** What was asked for; null is done already (help, version). */
export type Command =
  | { readonly name: "check"; readonly options: CheckArguments }
  | { readonly name: "trace"; readonly options: TraceArguments }
  | { readonly name: "report"; readonly options: ReportArguments }
  | { readonly name: "mutate"; readonly options: MutateArguments }
  | { readonly name: "compile"; readonly options: CompileArguments }
  | { readonly name: "specs"; readonly options: SpecsArguments }
  | { readonly name: "conformance"; readonly options: ConformanceArguments }
  | { readonly name: "doctor"; readonly options: DoctorArguments }
  | { readonly name: "explain"; readonly code: string }
  | { readonly name: "import"; readonly options: ImportArguments }
  | { readonly name: "schema"; readonly of: SchemaName };

const several = { type: "string", array: true, default: [], requiresArg: true } as const;
const selecting = {
  set: { ...several, describe: "value of a parameter, like timeouts=3; may be repeated" },
  variant: { ...several, describe: "only this version, like fixed or axis=fixed; may be repeated" },
  config: { ...several, describe: "only this kernel configuration; may be repeated" },
  reduce: {
    type: "string",
    requiresArg: true,
    default: "all",
    describe: "ways to search fewer states, all sound: steps, symmetry; --no-reduce: none",
  },
} as const;
const color = { type: "boolean", describe: "colours, also where there is no terminal; --no-color: never" } as const;
const reporting = {
  reporter: {
    ...several,
    describe: `NAME to standard output or NAME=FILE, several with commas or repeated: ${FORMAT_NAMES.join(", ")}`,
  },
  "output-dir": { type: "string", requiresArg: true, default: ".", describe: "folder that no report is written outside of" },
  color,
} as const;
const checking = {
  engine: {
    choices: ["tlc", "builtin"] as const,
    requiresArg: true,
    default: RUN_DEFAULTS.engine,
    describe: "who answers: TLC, or the builtin engine, at once and without Java, within small bounds",
  },
  workers: {
    type: "string",
    requiresArg: true,
    default: RUN_DEFAULTS.workers,
    describe: "TLC threads for each check; with 1 counterexamples are shortest",
  },
  timeout: { type: "string", requiresArg: true, default: RUN_DEFAULTS.timeout, describe: "for each check, like 60s or 2m" },
  heap: { type: "string", requiresArg: true, default: RUN_DEFAULTS.heap, describe: "Java heap for each check, like 512m or 1g" },
  cache: { type: "boolean", default: true, describe: "use results of earlier checks; --no-cache: do not, and keep none" },
  strict: { type: "boolean", default: false, describe: "lockdep must agree with every verdict, unless the model says otherwise" },
} as const;
const running = {
  ...checking,
  json: { type: "boolean", default: false, describe: "JSON on standard output instead of the table" },
  verbose: { type: "boolean", default: false, describe: "reports also of what was expected, and every step" },
  ...reporting,
} as const;

const importing = {
  json: { type: "boolean", default: false, describe: "JSON on standard output instead of a summary" },
  model: {
    type: "string",
    requiresArg: true,
    describe: "file to write a model of the report to, never over another; - for standard output",
  },
  number: { type: "string", requiresArg: true, describe: "only this one of several reports, from 1" },
} as const;

const saving = {
  "save-test": {
    type: "string",
    requiresArg: true,
    describe: "new file: a model that expects this counterexample, and is checked",
  },
} as const;

/** Options that take one value. yargs makes a list of a repeated one. */
const SINGLE = [
  ...Object.keys(importing),
  ...Object.keys(saving),
  "reduce",
  "engine",
  "workers",
  "timeout",
  "heap",
  "cache",
  "strict",
  "verbose",
  "output-dir",
  "color",
  "cfg",
  "check",
];

function parserFor(argv: readonly string[], choose: (command: Command) => void) {
  return yargs([...argv])
    .scriptName("lockproof")
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "greedy-arrays": false,
      "dot-notation": false,
      "parse-numbers": false,
      "populate--": true,
    })
    .command(
      "check [models..]",
      "check models, files or folders",
      (y) =>
        y
          .positional("models", { type: "string", array: true, describe: "model files or folders; the folder models when none is named" })
          .options({ ...selecting, ...running }),
      (options) =>
        choose({ name: "check", options: { ...options, models: modelsOf(options.models, options["--"]), color: options.color } }),
    )
    .command(
      "trace <result>",
      "go through a counterexample step by step; without a terminal print all of it",
      (y) =>
        y
          .positional("result", { type: "string", demandOption: true, describe: "a saved run (.json) or a model" })
          .options({ ...selecting, ...checking, ...saving, color }),
      (options) => choose({ name: "trace", options: { ...options, color: options.color, "save-test": options["save-test"] } }),
    )
    .command(
      "report <result>",
      "show a saved run, without checking anything",
      (y) =>
        y
          .positional("result", { type: "string", demandOption: true, describe: "what `check --json` printed" })
          .options({ ...reporting, verbose: { type: "boolean", default: false, describe: "every step" } })
          .epilogue(
            Object.entries(FORMATS).reduce((text, [name, { describe }]) => `${text}\n  ${name.padEnd(10)}${describe}`, "Reporters:"),
          ),
      (options) => choose({ name: "report", options: { ...options, color: options.color } }),
    )
    .command(
      "mutate [models..]",
      "put small mistakes into verified models and tell which of them no property notices",
      (y) =>
        y
          .positional("models", { type: "string", array: true, describe: "model files or folders; the folder models when none is named" })
          .options({ ...selecting, ...running }),
      (options) =>
        choose({ name: "mutate", options: { ...options, models: modelsOf(options.models, options["--"]), color: options.color } }),
    )
    .command(
      "compile <model>",
      "print the TLA+ of a model",
      (y) =>
        y.positional("model", { type: "string", demandOption: true, describe: "model file" }).options({
          ...selecting,
          cfg: { type: "boolean", default: false, describe: "the configuration for TLC instead of the module" },
          color,
        }),
      (options) => choose({ name: "compile", options: { ...options, color: options.color } }),
    )
    .command(
      "specs",
      "write the TLA+ of all models to specs/generated",
      (y) =>
        y.options({
          check: { type: "boolean", default: false, describe: "only compare; fails when a file is stale or has no model" },
          color,
        }),
      ({ check, color }) => choose({ name: "specs", options: { check, color } }),
    )
    .command(
      "conformance",
      "the kernel's locking self-test, judged by lockdep's rules and by TLC",
      (y) =>
        y.options({
          config: { type: "string", requiresArg: true, default: "raw-lock-nesting", describe: "kernel configuration" },
          write: { type: "string", requiresArg: true, describe: "folder: write the cases as models, and check nothing" },
          json: running.json,
          color,
        }),
      ({ config, write, json, color }) => choose({ name: "conformance", options: { config, write, json, color } }),
    )
    .command(
      "doctor",
      "look whether everything that is needed is there",
      (y) => y.options({ color }),
      ({ color }) => choose({ name: "doctor", options: { color } }),
    )
    .command(
      "explain <code>",
      "what a diagnostic or a kind of finding means",
      (y) => y.positional("code", { type: "string", demandOption: true, describe: "LM101, wait-context, …" }),
      ({ code }) => choose({ name: "explain", code }),
    )
    .command(
      "import <report>",
      "read the kernel's lockdep reports out of a text",
      (y) =>
        y
          .positional("report", {
            type: "string",
            demandOption: true,
            describe: "file with reports, as from dmesg or a mail; - for standard input",
          })
          .options(importing),
      (options) =>
        choose({
          name: "import",
          options: {
            ...options,
            report: dash(options.report),
            model: options.model === undefined ? undefined : dash(options.model),
            number: options.number,
          },
        }),
    )
    .command(
      "schema [of]",
      "print the JSON schema of what --json prints",
      (y) => y.positional("of", { choices: SCHEMA_NAMES, default: "check" as const, describe: "the command" }),
      ({ of }) => choose({ name: "schema", of }),
    )
    .demandCommand(1, "No command.")
    .recommendCommands()
    .strict()
    .help()
    .alias("help", "h")
    .exitProcess(false)
    .wrap(100)
    .check((options) => {
      const twice = SINGLE.find((name) => Array.isArray(options[name]));
      if (twice !== undefined) throw new UsageError(`--${twice} is given more than once.`);
      return true;
    });
}

/** yargs gives the empty string for a lone dash. */
function dash(file: string): string {
  return file === "" ? "-" : file;
}

/** What stands after `--` names models, too, even if it begins with a dash. */
function modelsOf(named: readonly string[] | undefined, after: unknown): readonly string[] {
  const models = [...(named ?? []), ...(Array.isArray(after) ? after.map(String) : [])];
  return models.length > 0 ? models : ["models"];
}

/** Help and the version are text to print; a mistake is a {@link UsageError}. */
export async function parseArguments(argv: readonly string[], version: string): Promise<Command | string> {
  let chosen: Command | null = null;
  let text = "";
  const parser = parserFor(argv, (command) => {
    chosen = command;
  });
  await parser
    .version(version)
    .fail((message, error) => {
      throw error instanceof UsageError ? error : new UsageError(withSuggestion(message ?? error?.message ?? "unknown", argv));
    })
    .parseAsync([...argv], {}, (_error, _options, output) => {
      text = output;
    });
  return chosen ?? `${text}\n`;
}

const OPTIONS = [
  ...Object.keys({ ...selecting, ...running, ...importing, ...saving }),
  "no-cache",
  "no-color",
  "no-reduce",
  "cfg",
  "check",
  "help",
  "version",
];

/** One sentence of what yargs says. It names an option that it does not know without dashes, and one with `no-` without that, too. */
function withSuggestion(message: string, argv: readonly string[]): string {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1]?.trim();
  const typed = argv.find(
    (word) => unknown !== undefined && /^--?(no-)?/.test(word) && word.replace(/^--?(no-)?/, "").replace(/=.*/, "") === unknown,
  );
  if (typed?.startsWith("-") === true) {
    const name = typed.replace(/^--?/, "").replace(/=.*/, "");
    return `Unknown option: ${typed.replace(/=.*/, "")}.${didYouMean(name, OPTIONS, "--")}`;
  }
  const command = message.startsWith("Did you mean ") ? `Unknown command: ${argv.find((word) => !word.startsWith("-")) ?? ""}. ` : "";
  return `${command}${message}`
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`))
    .join(" ");
}
