// The commands as yargs understands them: names, help, options. A command is only chosen here; cli/run.ts runs it.

import yargs, { type Argv } from "yargs";
import { FORMATS } from "../report/formats.js";
import type { Command } from "./arguments.js";
import { checkCommandLine } from "./command-line.js";
import { COMMANDS, commandOf } from "./commands-table.js";
import { completions } from "./completion.js";
import { checking, distributing, reporting, selecting } from "./options.js";
import { SCHEMA_NAMES } from "./schema-names.js";
import type { Settings } from "./settings/schema.js";
import { yargsSettings } from "./settings/yargs.js";

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

const COMPLETION = "print a script that completes commands, options and models in bash or zsh";

/** yargs would print the script before it sees --help. */
function withCompletion(y: Argv, argv: readonly string[], cwd: string): Argv {
  const { usage } = COMMANDS.completion;
  const asksForHelp = commandOf(argv) === usage && argv.some((word) => word === "--help" || word === "-h");
  if (!asksForHelp) return y.completion(usage, COMPLETION, completions(argv, cwd));
  return y.command(usage, COMPLETION, (command) => command.example("source <($0 completion)", "in ~/.bashrc or ~/.zshrc"));
}

export function parserFor(argv: readonly string[], { settings, cwd }: World, choose: (command: Command) => never) {
  return withCompletion(yargs([...argv]), argv, cwd)
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
      COMMANDS.init.usage,
      "a first model, settings and a script for npm; nothing is overwritten",
      (y) => y,
      () => choose({ name: "init" }),
    )
    .command(
      COMMANDS.check.usage,
      "check models: every interleaving, against lockdep's rules and their own properties",
      (y) =>
        prepared(y, COMMANDS.check.options, settings)
          .positional("models", models)
          .options(COMMANDS.check.options)
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
            wait: options.wait,
          },
        }),
    )
    .command(
      COMMANDS.worker.usage,
      "work on the search of a check --distributed, until it is over",
      (y) =>
        y
          .positional("host", { type: "string", demandOption: true, describe: "HOST or HOST:PORT of the check" })
          .options(COMMANDS.worker.options)
          .example("$0 worker build7", "while or before build7 has: lockproof check big.ts --distributed"),
      ({ host, workers, heap, wait }) => choose({ name: "worker", options: { host, workers, heap, wait } }),
    )
    .command(
      COMMANDS.watch.usage,
      "check again whenever a model changes: a first answer at once, then TLC's",
      (y) =>
        prepared(y, COMMANDS.watch.options, settings)
          .positional("models", models)
          .options(COMMANDS.watch.options)
          .epilogue(`${modelsNote}\nEach row names the engine that answered. Ctrl-C ends it.`),
      (options) =>
        choose({
          name: "watch",
          options: { ...options, models: modelsOf(options.models, options["--"], settings()), color: options.color },
        }),
    )
    .command(
      COMMANDS.trace.usage,
      "go through a counterexample step by step; without a terminal print all of it",
      (y) =>
        prepared(y, COMMANDS.trace.options, settings)
          .positional("result", { type: "string", demandOption: true, describe: "a saved run (.json) or a model" })
          .options(COMMANDS.trace.options)
          .example("$0 trace stats.ts --variant broken", "")
          .example("$0 trace stats.ts --variant broken --save-test stats-test.ts", "a model that expects this counterexample"),
      (options) => choose({ name: "trace", options: { ...options, color: options.color, "save-test": options["save-test"] } }),
    )
    .command(
      COMMANDS.report.usage,
      "show a saved run in any format, without checking anything",
      (y) =>
        prepared(y, COMMANDS.report.options, settings)
          .positional("result", { type: "string", demandOption: true, describe: "what `check --json` printed" })
          .options(COMMANDS.report.options)
          .epilogue(
            Object.entries(FORMATS).reduce((text, [name, { describe }]) => `${text}\n  ${name.padEnd(10)}${describe}`, "Reporters:"),
          ),
      (options) => choose({ name: "report", options: { ...options, color: options.color } }),
    )
    .command(
      COMMANDS.import.usage,
      "read the kernel's lockdep reports out of a text, and write a model of one",
      (y) =>
        y
          .positional("report", { type: "string", demandOption: true, describe: "a log, mail or report; - for standard input" })
          .options(COMMANDS.import.options)
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
      COMMANDS.explain.usage,
      "what a message or a kind of finding means, with an example and the repair",
      (y) => y.positional("code", { type: "string", describe: "LM101, wait-context, …; without one: what there is" }),
      ({ code }) => choose({ name: "explain", code: code ?? null }),
    )
    .command(
      COMMANDS.estimate.usage,
      "how many states a check will have to see, and how long that takes, without Java",
      (y) =>
        y
          .positional("models", models)
          .options(COMMANDS.estimate.options)
          .epilogue(
            `${modelsNote}\nThe builtin engine begins the search. A model that it sees whole is counted as TLC will count it; else the number is extrapolated, with the range in which it lies.`,
          ),
      (options) => choose({ name: "estimate", options: { ...options, models: modelsOf(options.models, options["--"], settings()) } }),
    )
    .command(
      COMMANDS.mutate.usage,
      "put small mistakes into verified models and tell which of them no property notices",
      (y) =>
        prepared(y, COMMANDS.mutate.options, settings).positional("models", models).options(COMMANDS.mutate.options).epilogue(modelsNote),
      (options) =>
        choose({
          name: "mutate",
          options: { ...options, models: modelsOf(options.models, options["--"], settings()), color: options.color },
        }),
    )
    .command(
      COMMANDS.compile.usage,
      "print the TLA+ of a model",
      (y) => y.positional("model", { type: "string", demandOption: true, describe: "model file" }).options(COMMANDS.compile.options),
      (options) => choose({ name: "compile", options: { ...options, color: options.color } }),
    )
    .command(
      COMMANDS.doctor.usage,
      "look whether everything that is needed is there",
      (y) => y.options(COMMANDS.doctor.options),
      ({ color }) => choose({ name: "doctor", options: { color } }),
    )
    .command(
      COMMANDS.config.usage,
      "print the settings that hold here, and where each comes from",
      (y) => y.epilogue("Options go before lockproof.json of the current folder, which goes before defaults."),
      () => choose({ name: "config" }),
    )
    .command(
      COMMANDS.schema.usage,
      "print the JSON schema of what --json prints, or of lockproof.json",
      (y) => y.positional("of", { choices: SCHEMA_NAMES, default: "check" as const, describe: "the command; config: of lockproof.json" }),
      ({ of }) => choose({ name: "schema", of }),
    )
    .command(
      COMMANDS.conformance.usage,
      "the kernel's locking self-test, judged by lockdep's rules and by TLC",
      (y) => y.options(COMMANDS.conformance.options),
      ({ config, write, json, color }) => choose({ name: "conformance", options: { config, write, json, color } }),
    )
    .command(
      COMMANDS.specs.usage,
      "write the TLA+ of all models to specs/generated",
      (y) => y.options(COMMANDS.specs.options),
      ({ check, color }) => choose({ name: "specs", options: { check, color } }),
    )
    .demandCommand(1, "No command.")
    .recommendCommands()
    .strict()
    .help()
    .alias("help", "h")
    .epilogue(FIRST_STEPS)
    .exitProcess(false)
    .wrap(110)
    .check((options) => {
      checkCommandLine(argv, options);
      return true;
    });
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "What is checked:": Object.keys(selecting).filter((name) => name !== "reduce"),
  "How:": [...Object.keys(checking), "reduce", "resume", "mistakes"],
  "What is shown:": ["json", "verbose", ...Object.keys(reporting)],
  "On several machines:": Object.keys(distributing),
};

/** lockproof.json stands between options and defaults. Options are in groups. */
function prepared<T>(y: Argv<T>, options: Readonly<Record<string, unknown>>, settings: () => Settings): Argv<T> {
  const known = Object.keys(options);
  for (const [title, names] of Object.entries(GROUPS)) {
    const group = names.filter((name) => known.includes(name));
    if (group.length > 0) y.group(group, title);
  }
  return y.config(yargsSettings(settings(), known));
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
