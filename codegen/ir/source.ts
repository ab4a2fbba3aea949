// Places in model files. Positions are 0-based here and become 1-based only when printed.

/** A stretch of source text, `end` excluded. `file` is relative to the project root, with `/`. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One entry of a static call stack: the function, and the call that entered it (null for a context's outermost function). */
export interface Frame {
  readonly function: string;
  readonly call: Span | null;
}
