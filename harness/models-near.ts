// Paths that may have been meant by a word that names no file, and that a shell can complete. By name only: nothing is read or compiled.

import { type Dirent, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const MOST = 2_000;
const DEEPEST = 6;

/** Paths from `root` of the TypeScript files in the folder models, in `root` itself, and in the folder of `name`. */
export function modelsNear(root: string, name = ""): readonly string[] {
  const folder = dirname(resolve(root, name));
  const flat = [...new Set([root, folder])].flatMap((place) => filesBelow(place, 0));
  const all = new Set([...flat, ...filesBelow(join(root, "models"), DEEPEST)]);
  return [...all].map((path) => relative(root, path).split(sep).join("/")).slice(0, MOST);
}

function filesBelow(folder: string, depth: number): readonly string[] {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return depth === 0 ? [] : filesBelow(path, depth - 1);
    return entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function entries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
