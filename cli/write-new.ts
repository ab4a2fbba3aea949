// Writes a file that is not there yet: what a user may have changed is never lost.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileProblem } from "./file-problem.js";
import { UsageError } from "./usage-error.js";

export function writeNew(file: string, text: string, cwd: string): void {
  const path = resolve(cwd, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const there = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new UsageError(
      there ? `'${file}' is there already, and is not overwritten.` : `'${file}' cannot be written: ${fileProblem(error)}.`,
    );
  }
}
