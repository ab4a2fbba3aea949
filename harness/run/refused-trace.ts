// A counterexample of TLC that the interpreter does not take for an execution: nobody sees it as one. Both versions are kept for whoever mends it.

import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Compilation, Specification } from "../../codegen/compile.js";
import { registry } from "../../codegen/diagnostics/registry.js";
import { type TlcTrace, temporaryFolder } from "../../tla-tools/index.js";
import { stateReader } from "../trace/interpreted.js";
import type { WholeTrace } from "../trace/whole-trace.js";
import type { ResultBody } from "./outcome.js";

export function refusal(
  { moduleName }: Compilation,
  specification: Specification,
  trace: TlcTrace,
  refused: Extract<WholeTrace, { fits: false }>,
): ResultBody {
  const { code, message } = registry["trace-does-not-replay"];
  const { index, differences } = refused;
  const folder = keep(moduleName, specification, trace, refused);
  const detail = [...differences, ...(folder === null ? [] : [`kept: ${folder}`])];
  return { outcome: "tool-failure", code, message: message.replace("{number}", String(index + 1)), detail };
}

/** TLC's states, and what the interpreter says of the first that does not fit; null when there is no place for it. */
function keep(
  moduleName: string,
  { of, emitted, module }: Specification,
  trace: TlcTrace,
  { index, differences }: Extract<WholeTrace, { fits: false }>,
): string | null {
  const read = stateReader(of, emitted.variables);
  const states = trace.states.map(({ variables }) => read(variables));
  try {
    const folder = mkdtempSync(join(temporaryFolder(), "lockproof-refused-"));
    writeFileSync(join(folder, `${moduleName}.tla`), module);
    writeFileSync(join(folder, "tlc.json"), JSON.stringify(states, undefined, 1));
    writeFileSync(join(folder, "interpreter.json"), JSON.stringify({ state: index + 1, differences }, undefined, 1));
    return folder;
  } catch {
    return null;
  }
}
