// The commands as yargs understands them: names, help, options. A command is only chosen here; cli/run.ts runs it.

import yargs, { type Argv } from "yargs";
import { FORMATS } from "../report/formats.js";
import type { Command } from "./arguments.js";
import { completions } from "./completion.js";
import {
  checking,
  color,
  distributing,
  estimating,
  importing,
  reporting,
  running,
  SINGLE,
  saving,
  selecting,
  showing,
  working,
} from "./options.js";
import { SCHEMA_NAMES } from "./schema-names.js";
import type { Settings } from "./settings/schema.js";
import { yargsSettings } from "./settings/yargs.js";
import { UsageError } from "./usage-error.js";

export interface World {
  /** Read when a command wants them: a mistake in them is no reason to give no help. */
  readonly settings: () => Settings;
  readonly cwd: string;
}

const EXIT_CODES = `Exit codes: 0 every verdict as expected, 1 a verdict not as expected, 2 a model is rejected or the command line is wrong, 3 inconclusive, 4 a tool failed, 130 interrupted.`;

const FIRST_STEPS = `A model is a TypeScript file that describes locking code in the kernel's own words. First steps:
  lockproof init                              a first model, checked with: lockproof check
  lockproof import splat.txt --model new.ts   a model of a lockdep report
  lockproof explain circular-wait             what a finding means, with an example and the repair

${EXIT_CODES}
lockproof <command> --help tells more. lockproof.json has settings for a folder: lockproof config shows them.`;

const models = { type: "string", array: true, defaultDescription: "see below", describe: "model files or folders" } as const;
const modelsNote = "Without models those of lockproof.json are taken, else the folder models.";

export function parserFor(argv: readonly string[], { settings, cwd }: World, choose: (command: Command) => void) {
  return yargs([...argv])
    .scriptName("lockproof")
    .usage("$0 <command>: checks kernel locking, written as models, before it runs")
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "greedy-arrays": false,
      "dot-notation": false,
      "parse-numbers": false,
      "populate--": true,
    })
    .command(
      "init",
      "a first model, settings and a script for npm; nothing is overwritten",
      (y) => y,
      () => choose({ name: "init" }),
    )
    .command(
      "check [models..]",
      "check models: every interleaving, against lockdep's rules and their own properties",
      (y) =>
        grouped(set(y, { ...selecting, ...running }, settings))
          .positional("models", models)
          .options({ ...selecting, ...running, ...distributing })
          .group(Object.keys(distributing), "On several machines:")
          .example("$0 check stats.ts", "one model, with the whole report")
          .example("$0 check models --variant fixed --timeout 5m", "one version of each, with more time")
          .example("$0 check --reporter html=report.html,sarif=out.sarif", "reports for the browser and for CI")
          .epilogue(`${modelsNote}\n${EXIT_CODES}`),
      (options) =>
        choose({
          name: "check",
          options: {
            ...options,
            models: modelsOf(options.models, options["--"], settings()),
            color: options.color,
            listen: options.listen,
          },
        }),
    )
    .command(
      "worker <host>",
      "work on the search of a check --distributed, until it is over",
      (y) =>
        y
          .positional("host", { type: "string", demandOption: true, describe: "HOST or HOST:PORT of the check" })
          .options(working)
          .example("$0 worker build7", "while or before build7 has: lockproof check big.ts --distributed"),
      ({ host, workers, heap, wait }) => choose({ name: "worker", options: { host, workers, heap, wait } }),
    )
    .command(
      "watch [models..]",
      "check again whenever a model changes: a first answer at once, then TLC's",
      (y) =>
        grouped(set(y, { ...selecting, ...checking, ...showing }, settings))
          .positional("models", models)
          .options({ ...selecting, ...checking, ...showing })
          .epilogue(`${modelsNote}\nEach row names the engine that answered. Ctrl-C ends it.`),
      (options) =>
        choose({
          name: "watch",
          options: { ...options, models: modelsOf(options.models, options["--"], settings()), color: options.color },
        }),
    )
    .command(
      "trace <result>",
      "go through a counterexample step by step; without a terminal print all of it",
      (y) =>
        grouped(set(y, { ...selecting, ...checking, color }, settings))
          .positional("result", { type: "string", demandOption: true, describe: "a saved run (.json) or a model" })
          .options({ ...selecting, ...checking, ...saving, color })
          .example("$0 trace stats.ts --variant broken", "")
          .example("$0 trace stats.ts --variant broken --save-test stats-test.ts", "a model that expects this counterexample"),
      (options) => choose({ name: "trace", options: { ...options, color: options.color, "save-test": options["save-test"] } }),
    )
    .command(
      "report <result>",
      "show a saved run in any format, without checking anything",
      (y) =>
        grouped(set(y, { ...reporting, verbose: running.verbose }, settings))
          .positional("result", { type: "string", demandOption: true, describe: "what `check --json` printed" })
          .options({ ...reporting, verbose: { type: "boolean", default: false, describe: "every step" } })
          .epilogue(
            Object.entries(FORMATS).reduce((text, [name, { describe }]) => `${text}\n  ${name.padEnd(10)}${describe}`, "Reporters:"),
          ),
      (options) => choose({ name: "report", options: { ...options, color: options.color } }),
    )
    .command(
      "import <report>",
      "read the kernel's lockdep reports out of a text, and write a model of one",
      (y) =>
        y
          .positional("report", { type: "string", demandOption: true, describe: "a log, mail or report; - for standard input" })
          .options(importing)
          .example("dmesg | $0 import -", "what is in the log")
          .example("$0 import splat.txt --model report.ts", "a model whose check shows the same"),
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
      "explain [code]",
      "what a message or a kind of finding means, with an example and the repair",
      (y) => y.positional("code", { type: "string", describe: "LM101, wait-context, …; without one: what there is" }),
      ({ code }) => choose({ name: "explain", code: code ?? null }),
    )
    .command(
      "estimate [models..]",
      "how many states a check will have to see, and how long that takes, without Java",
      (y) =>
        y
          .positional("models", models)
          .options({ ...selecting, ...estimating })
          .epilogue(
            `${modelsNote}\nThe builtin engine begins the search. A model that it sees whole is counted as TLC will count it; else the number is extrapolated, with the range in which it lies.`,
          ),
      (options) => choose({ name: "estimate", options: { ...options, models: modelsOf(options.models, options["--"], settings()) } }),
    )
    .command(
      "mutate [models..]",
      "put small mistakes into verified models and tell which of them no property notices",
      (y) =>
        grouped(set(y, { ...selecting, ...running }, settings))
          .positional("models", models)
          .options({ ...selecting, ...running })
          .option("mistakes", {
            choices: ["single", "locks"] as const,
            default: "single" as const,
            describe: "at one place each, or functions that do without one of their locks",
          })
          .epilogue(modelsNote),
      (options) =>
        choose({
          name: "mutate",
          options: { ...options, models: modelsOf(options.models, options["--"], settings()), color: options.color },
        }),
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
      "doctor",
      "look whether everything that is needed is there",
      (y) => y.options({ color }),
      ({ color }) => choose({ name: "doctor", options: { color } }),
    )
    .command(
      "config",
      "print the settings that hold here, and where each comes from",
      (y) => y.epilogue("Options go before lockproof.json of the current folder, which goes before defaults."),
      () => choose({ name: "config" }),
    )
    .command(
      "schema [of]",
      "print the JSON schema of what --json prints, or of lockproof.json",
      (y) => y.positional("of", { choices: SCHEMA_NAMES, default: "check" as const, describe: "the command; config: of lockproof.json" }),
      ({ of }) => choose({ name: "schema", of }),
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
      "specs",
      "write the TLA+ of all models to specs/generated",
      (y) =>
        y.options({
          check: { type: "boolean", default: false, describe: "only compare; fails when a file is stale or has no model" },
          color,
        }),
      ({ check, color }) => choose({ name: "specs", options: { check, color } }),
    )
    .completion("completion", "print a script that completes commands, options and models in bash or zsh", completions(argv, cwd))
    .demandCommand(1, "No command.")
    .recommendCommands()
    .strict()
    .help()
    .alias("help", "h")
    .epilogue(FIRST_STEPS)
    .exitProcess(false)
    .wrap(110)
    .check((options) => {
      const twice = SINGLE.find((name) => Array.isArray(options[name]));
      if (twice !== undefined) throw new UsageError(`--${twice} is given more than once.`);
      return true;
    });
}

/** lockproof.json stands between options and defaults. */
function set<T>(y: Argv<T>, options: Readonly<Record<string, unknown>>, settings: () => Settings): Argv<T> {
  return y.config(yargsSettings(settings(), Object.keys(options)));
}

function grouped<T>(y: Argv<T>): Argv<T> {
  return y
    .group(
      Object.keys(selecting).filter((name) => name !== "reduce"),
      "What is checked:",
    )
    .group([...Object.keys(checking), "reduce"], "How:")
    .group(["json", "verbose", ...Object.keys(reporting)], "What is shown:");
}

/** yargs gives the empty string for a lone dash. */
function dash(file: string): string {
  return file === "" ? "-" : file;
}

/** What stands after `--` names models, too, even if it begins with a dash. */
function modelsOf(named: readonly string[] | undefined, after: unknown, settings: Settings): readonly string[] {
  const given = [...(named ?? []), ...(Array.isArray(after) ? after.map(String) : [])];
  return given.length > 0 ? given : (settings.models ?? ["models"]);
}
