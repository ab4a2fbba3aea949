// From words to a command with its options. Help and the version are text to print; a mistake is a UsageError.

import type { CheckArguments } from "./commands/check.js";
import type { CompileArguments } from "./commands/compile.js";
import type { ConformanceArguments } from "./commands/conformance.js";
import type { DoctorArguments } from "./commands/doctor.js";
import type { EstimateArguments } from "./commands/estimate.js";
import type { ImportArguments } from "./commands/import.js";
import type { MutateArguments } from "./commands/mutate.js";
import type { ReportArguments } from "./commands/report.js";
import type { SpecsArguments } from "./commands/specs.js";
import type { TraceArguments } from "./commands/trace.js";
import type { WatchArguments } from "./commands/watch.js";
import type { WorkerArguments } from "./commands/worker.js";
import { parserFor, type World } from "./parser.js";
import type { SchemaName } from "./schema-names.js";
import { withSuggestion } from "./suggestion.js";
import { UsageError } from "./usage-error.js";

export type Command =
  | { readonly name: "check"; readonly options: CheckArguments }
  | { readonly name: "worker"; readonly options: WorkerArguments }
  | { readonly name: "watch"; readonly options: WatchArguments }
  | { readonly name: "trace"; readonly options: TraceArguments }
  | { readonly name: "report"; readonly options: ReportArguments }
  | { readonly name: "mutate"; readonly options: MutateArguments }
  | { readonly name: "compile"; readonly options: CompileArguments }
  | { readonly name: "specs"; readonly options: SpecsArguments }
  | { readonly name: "conformance"; readonly options: ConformanceArguments }
  | { readonly name: "estimate"; readonly options: EstimateArguments }
  | { readonly name: "doctor"; readonly options: DoctorArguments }
  | { readonly name: "explain"; readonly code: string | null }
  | { readonly name: "import"; readonly options: ImportArguments }
  | { readonly name: "init" }
  | { readonly name: "config" }
  | { readonly name: "schema"; readonly of: SchemaName };

const NOWHERE: World = { settings: () => ({}), cwd: "." };

export async function parseArguments(argv: readonly string[], version: string, world: World = NOWHERE): Promise<Command | string> {
  let text = "";
  const parser = parserFor(argv, world, (command) => {
    throw new Chosen(command);
  });
  try {
    await parser
      .version(version)
      .fail((message, error) => {
        throw error instanceof UsageError ? error : new UsageError(withSuggestion(message ?? error?.message ?? "unknown", argv));
      })
      .parseAsync([...argv], {}, (_error, _options, output) => {
        text = output;
      });
  } catch (error) {
    if (error instanceof Chosen) return error.command;
    throw error;
  }
  return `${text}\n`;
}

/** Leaves yargs before it lays out the help of the command that was chosen, which nobody asked for: a third of its time. */
class Chosen extends Error {
  constructor(readonly command: Command) {
    super(command.name);
  }
}
