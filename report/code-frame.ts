// The lines of the model around a place, the place underlined.

import { codeFrameColumns } from "@babel/code-frame";
import type { Span } from "../harness/result.js";
import { type Line, line } from "./lines.js";
import { place } from "./names.js";
import type { RenderOptions } from "./options.js";

/** Nothing when the source is not at hand, is no text, or is not the text the place is in. */
export function codeFrame(at: Span | null, options: RenderOptions): readonly Line[] {
  const source = at === null ? null : options.readSource(at.file);
  if (at === null || source === null || source.includes("\0") || at.line >= source.split("\n").length) return [];
  const start = { line: at.line + 1, column: at.column + 1 };
  const end = { line: at.endLine + 1, column: at.endColumn + 1 };
  // A tab counts as one column, in the place and in the frame.
  const text = source.replaceAll("\t", " ").replaceAll("\r", "");
  const frame = codeFrameColumns(text, { start, end }, { linesAbove: 3, linesBelow: 2 });
  return [line(`${place(at)}:`), ...frame.split("\n").map((text) => line(`  ${text}`, /^(>|\s*\|\s*\^)/.test(text) ? "plain" : "quiet"))];
}
