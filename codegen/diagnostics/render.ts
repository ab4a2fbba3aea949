// A diagnostic as the TypeScript compiler would print it, with the source around it. Pure; no colours unless asked for.

import { codeFrameColumns } from "@babel/code-frame";
import type { Span } from "../ir/source.js";
import type { Diagnostic } from "./diagnostic.js";
import { visible } from "./template.js";

/** `file:line:col - error LM102: … To fix, …` and a code frame for each place. `readSource` gets the path of a span. */
export function renderDiagnostic(diagnostic: Diagnostic, readSource: (file: string) => string | null): string {
  const head = `${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message} ${diagnostic.repair}`;
  if (diagnostic.span === null) return head;
  const notes = diagnostic.notes.map((note) => `  ${place(note.span)} - note: ${note.message}\n${indent(frame(note.span, readSource))}`);
  return [`${place(diagnostic.span)} - ${head}`, frame(diagnostic.span, readSource), ...notes].join("\n").trimEnd();
}

function place(span: Span): string {
  return `${visible(span.file)}:${span.line + 1}:${span.column + 1}`;
}

function frame(span: Span, readSource: (file: string) => string | null): string {
  const source = readSource(span.file);
  if (source === null) return "";
  const start = { line: span.line + 1, column: span.column + 1 };
  const end = { line: span.endLine + 1, column: span.endColumn + 1 };
  const whole = span.endLine - span.line > 4 ? { start } : { start, end };
  const safe = source.split("\n").map(visibleLine).join("\n");
  return codeFrameColumns(safe, whole, { highlightCode: false });
}

/** A control character stays one column wide, so that the marker below points at the right place. */
function visibleLine(line: string): string {
  return line.replaceAll(/[^\P{Cc}\t]/gu, "?").replaceAll(/[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "?");
}

function indent(text: string): string {
  return text.replaceAll(/^/gmu, "  ");
}
