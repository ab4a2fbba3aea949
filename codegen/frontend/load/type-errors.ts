// TypeScript's own errors, as diagnostics of ours.

import { createDiagnostic, type Diagnostic } from "../../diagnostics/index.js";
import { ts } from "../../typescript.cjs";
import { LIMITS } from "../limits.js";
import { callError } from "./call-errors.js";
import { type Sources, textSpan } from "./sources.js";
import { hintForName } from "./unknown-names.js";

/**
 * "This comparison appears to be unintentional": TypeScript believes that a field keeps the value that this function stored,
 * other contexts do not exist for it. Comparisons with values that a field can never have are found by the lowering (LM118). It is right where
 * the two are of different kinds: in C a truth value is a number, here it is not.
 */
const NO_OVERLAP = 2367;

/** "Cannot find name …", with and without advice about libraries. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593]);

/** All syntax and type errors of the model's files. */
export function typeErrors(program: ts.Program, sources: Sources): readonly Diagnostic[] {
  return sources.modules.flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
    return found
      .filter((error) => error.category === ts.DiagnosticCategory.Error && (error.code !== NO_OVERLAP || ofDifferentKinds(error)))
      .slice(0, LIMITS.typeErrors)
      .map((error) => callError(sources, error) ?? convert(sources, error));
  });
}

/** TypeScript names both types: `the types 'boolean' and 'number' have no overlap`. */
function ofDifferentKinds({ messageText }: ts.Diagnostic): boolean {
  const [, left = "", right = ""] = /types '(.*)' and '(.*)' have/u.exec(ts.flattenDiagnosticMessageText(messageText, " ")) ?? [];
  const [one, other] = [kindOf(left), kindOf(right)];
  return one !== null && other !== null && one !== other;
}

function kindOf(type: string): "truth" | "number" | "text" | null {
  if (/^(boolean|true|false)$/u.test(type)) return "truth";
  if (/^(number|-?\d+)( \| -?\d+)*$/u.test(type)) return "number";
  return /^(string|"[^"]*"( \| "[^"]*")*)$/u.test(type) ? "text" : null;
}

function convert({ root, language }: Sources, error: ts.Diagnostic): Diagnostic {
  const start = error.start ?? 0;
  const span = error.file === undefined ? null : textSpan(root, error.file, start, start + (error.length ?? 0));
  const name = UNKNOWN_NAME.has(error.code) && error.file !== undefined ? error.file.text.slice(start, start + (error.length ?? 0)) : null;
  if (name !== null) return createDiagnostic("unknown-call", span, { name, hint: hintForName(name, [...language.values()]) });
  const message = ts.flattenDiagnosticMessageText(error.messageText, " ").replaceAll(/\s+/gu, " ");
  const repair = error.code === NO_OVERLAP ? " A truth value is asked as it is: 'if (f())', where C may have 'f() == 1'." : "";
  return createDiagnostic("typescript", span, { message: `${message}${repair}`, number: error.code });
}
