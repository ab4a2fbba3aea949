// Writes a file that is not there yet: what a user may have changed is never lost.

import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileProblem } from "../harness/file-problem.js";
import { UsageError } from "./usage-error.js";

export function writeNew(file: string, text: string, cwd: string): void {
  const path = resolve(cwd, file);
  if (isThere(path)) throw thereAlready(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`'${file}' cannot be written: ${fileProblem(error)}.`);
  }
}

/** What can be said before any work is done: whether a new model can have this name. */
export function checkNewModel(option: string, file: string, cwd: string): void {
  if (!/[^/\\]\.ts$/.test(file)) throw new UsageError(`--${option} is '${file}', and a model's name ends with .ts.`);
  if (isThere(resolve(cwd, file))) throw thereAlready(file);
}

function thereAlready(file: string): UsageError {
  return new UsageError(`'${file}' is there already, and is not overwritten. To fix, choose another name.`);
}

/** Also a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
