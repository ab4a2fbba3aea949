// Source text for reports: single lines and statements.

import type { SourceHost } from "../codegen/source/host.js";
import type { ReadSource } from "./trace/build-trace.js";

/** Line `line` (from 0) of a file named relative to the root. */
export function lineReader(host: SourceHost): (file: string, line: number) => string | null {
  const files = new Map<string, readonly string[] | null>();
  return (file, line) => {
    if (!files.has(file)) files.set(file, host.readFile(absolute(host, file))?.split(/\r?\n/) ?? null);
    return files.get(file)?.[line] ?? null;
  };
}

/** The text of a span, on one line and without its semicolon; long statements are cut. */
export function sourceReader(host: SourceHost): ReadSource {
  const line = lineReader(host);
  return (span) => {
    const first = line(span.file, span.line);
    if (first === null) return null;
    const text = span.endLine === span.line ? first.slice(span.column, span.endColumn) : `${first.slice(span.column).trimEnd()} …`;
    return text.trim().replace(/;$/, "").slice(0, 100);
  };
}

function absolute(host: SourceHost, file: string): string {
  return file.startsWith("/") ? file : `${host.root.replace(/\/$/, "")}/${file}`;
}
