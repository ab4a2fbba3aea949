// TypeScript's own errors, as diagnostics of ours.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { callError } from "./call-errors.js";
import { isPossible, repairOf } from "./comparisons.js";
import { type Sources, textSpan } from "./sources.js";
import { hintForName } from "./unknown-names.js";

/** "Cannot find name …", with and without advice about libraries. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593]);

/** All syntax and type errors of the model's files. */
export function typeErrors(program: ts.Program, sources: Sources): readonly Diagnostic[] {
  return sources.modules.flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
    return found
      .filter((error) => error.category === ts.DiagnosticCategory.Error && !isPossible(sources, error))
      .slice(0, LIMITS.typeErrors)
      .map((error) => callError(sources, error) ?? convert(sources, error));
  });
}

function convert(sources: Sources, error: ts.Diagnostic): Diagnostic {
  const { root, language } = sources;
  const start = error.start ?? 0;
  const span = error.file === undefined ? null : textSpan(root, error.file, start, start + (error.length ?? 0));
  const name = UNKNOWN_NAME.has(error.code) && error.file !== undefined ? error.file.text.slice(start, start + (error.length ?? 0)) : null;
  if (name !== null) return createDiagnostic("unknown-call", span, { name, hint: hintForName(name, [...language.values()]) });
  const message = ts.flattenDiagnosticMessageText(error.messageText, " ").replaceAll(/\s+/gu, " ");
  const repair = repairOf(sources, error);
  return createDiagnostic("typescript", span, { message: repair === null ? message : `${message} ${repair}`, number: error.code });
}
