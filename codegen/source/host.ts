// Where source text comes from. The compiler has no file access of its own, so tests run in memory and nothing is read that the host did not give.

/** All paths are absolute, with `/`. */
export interface SourceHost {
  /** Folder that printed paths are relative to. */
  readonly root: string;
  /** Folder of the package with the declarations of the language (`index.ts`, or `index.d.ts`). */
  readonly dslFolder: string;
  /** Text of a file, null when it does not exist or cannot be read. */
  readonly readFile: (path: string) => string | null;
  /** Why a file that was read is no text; null where it is. A host whose texts come from no bytes does without. */
  readonly flawOf?: (path: string) => TextFlaw | null;
}

/** The first byte that is none of a text in UTF-8, and where it stands; line and column count from 0. */
export interface TextFlaw {
  readonly byte: number;
  readonly line: number;
  readonly column: number;
}
