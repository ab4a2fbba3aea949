// Diagnostics of a rejected model, in compiler style: all of them at once, each with the code and the lines it is about.

import type { CheckResult } from "../harness/result.js";
import { codeFrame } from "./code-frame.js";
import { blank, type Line, line } from "./lines.js";
import { place } from "./names.js";
import type { RenderOptions } from "./options.js";

export type Rejected = Extract<CheckResult, { outcome: "rejected" }>;
type Diagnostic = Rejected["diagnostics"][number];

export function diagnosticLines(result: Rejected, options: RenderOptions): readonly Line[] {
  return result.diagnostics.flatMap((diagnostic) => [blank, ...oneDiagnostic(diagnostic, result.subject.file, options)]);
}

function oneDiagnostic(diagnostic: Diagnostic, file: string, options: RenderOptions): readonly Line[] {
  const where = diagnostic.span === null ? file : place(diagnostic.span);
  return [
    line(`${where}: ${diagnostic.code}: ${diagnostic.message}`, "bad"),
    ...codeFrame(diagnostic.span, options).slice(1),
    ...diagnostic.notes.flatMap((note) => [
      line(`${note.span === null ? "" : `${place(note.span)}: `}note: ${note.message}`),
      ...codeFrame(note.span, options).slice(1),
    ]),
  ];
}
