// Small pieces of the sentences of findings.

import type { Span } from "../result.js";

/** ` (taken at models/abba.ts:12:3)`, counted from 1; nothing where the place is not known. */
export function since(verb: string, at: Span | null): string {
  return at === null ? "" : ` (${verb} at ${at.file}:${at.line + 1}:${at.column + 1})`;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(texts: readonly string[]): string {
  if (texts.length < 2) return texts[0] ?? "something still held or disabled";
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1) ?? ""}`;
}

export function sameSpan(a: Span | null, b: Span | null): boolean {
  return a !== null && b !== null && a.file === b.file && a.line === b.line && a.column === b.column;
}
