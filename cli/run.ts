// One command line from words to exit code. Mistakes become one line; a bug becomes a line too, with the place to report it from.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../report/lines.js";
import { unreachable } from "../report/unreachable.js";
import { type Command, parseArguments } from "./arguments.js";
import { EXIT } from "./exit-codes.js";
import { ownVersion } from "./package-root.js";
import type { Services } from "./services.js";
import { SETTINGS_FILE } from "./settings/file.js";
import type { Settings } from "./settings/schema.js";
import { UsageError } from "./usage-error.js";

export async function run(argv: readonly string[], services: Services): Promise<number> {
  const { console } = services;
  try {
    const command = await parseArguments(argv, ownVersion(), { cwd: services.cwd, settings: await settingsOf(services.cwd) });
    if (typeof command === "string") {
      console.out(command);
      return EXIT.expected;
    }
    return await runCommand(command, services);
  } catch (error) {
    if (error instanceof UsageError) {
      console.err(`lockproof: ${shortened(visible(error.message))} See lockproof --help.\n`);
      return EXIT.usage;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.err(`lockproof: LM900: this is a bug in lockproof. ${text}\n`);
    return EXIT.toolFailure;
  }
}

/** A word of thousands of characters would hide what is said of it. */
function shortened(message: string): string {
  return message.replace(/(\S{60})\S{80,}(\S{20})/g, "$1…$2");
}

/** What reads settings is loaded where there are any. */
async function settingsOf(cwd: string): Promise<() => Settings> {
  if (!existsSync(join(cwd, SETTINGS_FILE))) return () => ({});
  const { readSettings } = await import("./settings/read.js");
  return () => readSettings(cwd);
}

/** Each command is loaded when it is used. */
async function runCommand(command: Command, services: Services): Promise<number> {
  switch (command.name) {
    case "check":
      return (await import("./commands/check.js")).check(command.options, services);
    case "worker":
      return (await import("./commands/worker.js")).worker(command.options, services);
    case "watch":
      return (await import("./commands/watch.js")).watch(command.options, services);
    case "trace":
      return (await import("./commands/trace.js")).trace(command.options, services);
    case "report":
      return (await import("./commands/report.js")).report(command.options, services);
    case "mutate":
      return (await import("./commands/mutate.js")).mutate(command.options, services);
    case "compile":
      return (await import("./commands/compile.js")).compile(command.options, services);
    case "specs":
      return (await import("./commands/specs.js")).specs(command.options, services);
    case "conformance":
      return (await import("./commands/conformance.js")).conformance(command.options, services);
    case "estimate":
      return (await import("./commands/estimate.js")).estimate(command.options, services);
    case "doctor":
      return (await import("./commands/doctor.js")).doctor(command.options, services);
    case "explain":
      return (await import("./commands/explain.js")).explain(command.code, services);
    case "init":
      return (await import("./commands/init.js")).init(services);
    case "config":
      return (await import("./commands/config.js")).config(services);
    case "schema":
      return (await import("./commands/schema.js")).schema(command.of, services);
    case "import":
      return (await import("./commands/import.js")).importReports(command.options, services);
    default:
      return unreachable(command);
  }
}
