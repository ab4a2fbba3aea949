// What a check depends on, as the key of its result; and the files of a specification.

import { resolve } from "node:path";
import type { Compilation } from "../codegen/compile.js";
import { printConfig } from "../codegen/tla/print.js";
import type { CheckKey } from "./cache.js";
import type { RecordingHost } from "./host.js";
import type { CheckRequest } from "./request.js";
import type { Subject } from "./result.js";
import type { Tools } from "./run/checking.js";

/** Everything the result depends on: the specification, and what maps it back to the source. */
export function keyOf(subject: Subject, host: RecordingHost, compilation: Compilation, tools: Tools, request: CheckRequest): CheckKey {
  const { program, graphs } = compilation.located;
  return {
    files: { ...filesOf(compilation, tools.library), ...tools.rules },
    jarSha256: tools.jar.sha256,
    about: [
      ...sourcesOf(compilation, host),
      JSON.stringify(subject),
      JSON.stringify(program.expectation),
      // Traces show what the specification leaves out, too.
      JSON.stringify(program.fields),
      JSON.stringify(graphs.map((graph) => graph.locations.map(({ label, node }) => [label, node]))),
    ],
    options: {
      workers: request.workers,
      simulate: request.simulate ?? "",
      distributed: String(request.distributed !== undefined),
      reductions: request.reductions.join(","),
      strict: request.strict,
    },
  };
}

/** Texts of the model files that reports quote. */
function sourcesOf({ located }: Compilation, host: RecordingHost): readonly string[] {
  const files = new Set(located.graphs.flatMap((graph) => graph.locations.map(({ node }) => node.span.file)));
  return [...files].sort().map((file) => host.readFile(resolve(host.root, file)) ?? "");
}

/** The module, the configuration of its main run, that of each witness and of each fair run, and the library. */
export function filesOf(
  { moduleName, module, emitted }: Compilation,
  library: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { safety, witnesses, progress, fair } = emitted.runs;
  const witnessFiles = Object.fromEntries(
    witnesses.map(({ config }) => [`${moduleName}.${config.invariants.join("-")}.cfg`, printConfig(config)]),
  );
  const temporal = [...(progress === null ? [] : [progress]), ...fair.map(({ config }) => config)];
  const temporalFiles = Object.fromEntries(temporal.map((config) => [`${moduleName}.${config.specification}.cfg`, printConfig(config)]));
  return { [`${moduleName}.tla`]: module, [`${moduleName}.cfg`]: printConfig(safety), ...witnessFiles, ...temporalFiles, ...library };
}
