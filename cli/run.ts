// One command line from words to exit code. Mistakes become one line; a bug becomes a line too, with the place to report it from.

import { visible } from "../report/lines.js";
import { unreachable } from "../report/unreachable.js";
import { type Command, parseArguments } from "./arguments.js";
import { EXIT } from "./exit-codes.js";
import { ownVersion } from "./package-root.js";
import type { Services } from "./services.js";
import { UsageError } from "./usage-error.js";

export async function run(argv: readonly string[], services: Services): Promise<number> {
  const { console } = services;
  try {
    const command = await parseArguments(argv, ownVersion());
    if (typeof command === "string") {
      console.out(command);
      return EXIT.expected;
    }
    return await runCommand(command, services);
  } catch (error) {
    if (error instanceof UsageError) {
      console.err(`lockproof: ${visible(error.message)} See lockproof --help.\n`);
      return EXIT.usage;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.err(`lockproof: LM900: this is a bug in lockproof. ${text}\n`);
    return EXIT.toolFailure;
  }
}

/** Each command is loaded when it is used. */
async function runCommand(command: Command, services: Services): Promise<number> {
  switch (command.name) {
    case "check":
      return (await import("./commands/check.js")).check(command.options, services);
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
    case "doctor":
      return (await import("./commands/doctor.js")).doctor(command.options, services);
    case "explain":
      return (await import("./commands/explain.js")).explain(command.code, services);
    case "schema":
      return (await import("./commands/schema.js")).schema(command.of, services);
    case "import":
      return (await import("./commands/import.js")).importReports(command.options, services);
    default:
      return unreachable(command);
  }
}
