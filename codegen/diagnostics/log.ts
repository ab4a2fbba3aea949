// Collects diagnostics during one compilation; code that is inlined many times reports each fact once.

import type { Diagnostic } from "./diagnostic.js";

export class DiagnosticLog {
  readonly #byKey = new Map<string, Diagnostic>();

  add(diagnostic: Diagnostic): void {
    const key = JSON.stringify([diagnostic.code, diagnostic.span, diagnostic.message]);
    if (!this.#byKey.has(key)) this.#byKey.set(key, diagnostic);
  }

  /** All diagnostics, by place: file, line, column. */
  all(): readonly Diagnostic[] {
    return [...this.#byKey.values()].sort(byPlace);
  }

  get failed(): boolean {
    return [...this.#byKey.values()].some((diagnostic) => diagnostic.severity === "error");
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.span === null || b.span === null) return Number(a.span === null) - Number(b.span === null);
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1;
  return a.span.line - b.span.line || a.span.column - b.span.column;
}
