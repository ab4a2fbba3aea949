// What the compiler has to say about a model: data, never an exception.

import type { Span } from "../ir/source.js";

export type Severity = "error" | "warning";

/** A secondary place: "'timeout_lock' is declared here." */
export interface Note {
  readonly message: string;
  readonly span: Span;
}

/** Positions are 0-based. `span` is null when a diagnostic is about no place in a file. */
export interface Diagnostic {
  /** Stable number: `LM102`. */
  readonly code: string;
  /** Stable name: `not-constant`. */
  readonly name: string;
  readonly severity: Severity;
  /** The fact, a sentence. */
  readonly message: string;
  /** "To fix, …", a sentence. */
  readonly repair: string;
  readonly span: Span | null;
  readonly notes: readonly Note[];
}
