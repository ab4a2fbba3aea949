// Where source text comes from. The compiler has no file access of its own, so tests run in memory and nothing is read that the host did not give.

/** All paths are absolute, with `/`. */
export interface SourceHost {
  /** Folder that printed paths are relative to. */
  readonly root: string;
  /** Folder of the package with the declarations of the language (`index.ts`, or `index.d.ts`). */
  readonly dslFolder: string;
  /** Text of a file, null when it does not exist or cannot be read. */
  readonly readFile: (path: string) => string | null;
}
