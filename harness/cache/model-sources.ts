// The TypeScript files a request looks at before it knows which of them are models. Cheap: this is all that a run costs when nothing changed.

import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileProblem } from "../file-problem.js";
import type { CheckRequest } from "../request.js";

/** Absolute path to text of every `*.ts` file named by, or below a folder named by, the request; null when one cannot be read. */
export function modelSources(request: CheckRequest): ReadonlyMap<string, string> | null {
  try {
    const files = modelFiles(request);
    return files === null ? null : new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
  } catch {
    return null;
  }
}

/** Their paths, each once, sorted; null when a folder cannot be read. */
export function modelFiles(request: CheckRequest): readonly string[] | null {
  try {
    return [...new Set(request.models.flatMap((path) => filesAt(resolve(request.root, path))))].sort();
  } catch {
    return null;
  }
}

export interface Unreadable {
  readonly path: string;
  /** As part of a sentence. */
  readonly why: string;
  readonly isMissing: boolean;
}

/** What of a path cannot be read, for one that has no sources. */
export function whyUnreadable(path: string): Unreadable {
  try {
    for (const file of filesAt(path)) readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const named = "path" in error && typeof error.path === "string" ? error.path : path;
    return { path: named, why: fileProblem(error), isMissing: "code" in error && error.code === "ENOENT" };
  }
  return { path, why: "it changes", isMissing: false };
}

function filesAt(path: string): readonly string[] {
  const stats = statSync(path);
  if (stats.isDirectory()) return filesBelow(path);
  // A device may have no end.
  if (!stats.isFile()) throw Object.assign(new Error("it is neither a file nor a folder"), { path });
  return [path];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isSymbolicLink()) return leadsOut(path, folder) ? filesAt(path).filter(isTypeScript) : [];
    return entry.isDirectory() ? filesBelow(path) : [path].filter(isTypeScript);
  });
}

/** False for a link that leads nowhere, in a circle, or to a folder that it is in. */
function leadsOut(link: string, folder: string): boolean {
  try {
    return !`${realpathSync(folder)}/`.startsWith(`${realpathSync(link)}/`);
  } catch {
    return false;
  }
}

const isTypeScript = (path: string): boolean => path.endsWith(".ts");
