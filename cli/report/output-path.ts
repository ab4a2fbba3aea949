// Where a report may be written: inside of the output folder, also after every symbolic link on the way is followed.

import { lstatSync, realpathSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UsageError } from "../usage-error.js";

export function outputPath(file: string, folder: string): string {
  const path = resolve(folder, file);
  if (!isInside(path, folder) || !isInside(realPath(path), realPath(folder)))
    throw new UsageError(`The report '${file}' would lie outside of ${folder}. To fix, name its folder with --output-dir.`);
  const there = lookAt(path);
  if (there?.isDirectory() === true) throw new UsageError(`The report '${file}' is a folder.`);
  // Writing puts a new file in its place: of a device nothing would be left.
  if (there?.isFile() === false && !there.isSymbolicLink()) throw new UsageError(`The report '${file}' is a device, a pipe or a socket.`);
  return path;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path without symbolic links; what does not exist yet is taken as it is named. A link that leads nowhere leads outside. */
function realPath(path: string): string {
  if (lookAt(path) !== null) return existing(path) ?? sep;
  return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
}

/** Null when there is nothing, or a file where a folder should be: then writing fails, and says so. */
function lookAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function existing(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
