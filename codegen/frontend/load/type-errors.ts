// TypeScript's own errors, as diagnostics of ours.

import { ts } from "ts-morph";
import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import { textSpan } from "./sources.js";

/**
 * "This comparison appears to be unintentional": TypeScript believes that a field keeps the value that this function stored,
 * other contexts do not exist for it. Comparisons with values that a field can never have are found by the lowering (LM118).
 */
const NO_OVERLAP = 2367;

/** All syntax and type errors of `files`. */
export function typeErrors(program: ts.Program, root: string, files: readonly ts.SourceFile[]): readonly Diagnostic[] {
  return files.flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
    return found.filter((error) => error.category === ts.DiagnosticCategory.Error && error.code !== NO_OVERLAP).map((error) => convert(root, error));
  });
}

function convert(root: string, error: ts.Diagnostic): Diagnostic {
  const start = error.start ?? 0;
  const span = error.file === undefined ? null : textSpan(root, error.file, start, start + (error.length ?? 0));
  const message = ts.flattenDiagnosticMessageText(error.messageText, " ").replaceAll(/\s+/gu, " ");
  return createDiagnostic("typescript", span, { message, number: error.code });
}
