// Files of the cache are written under another name and renamed, so that nobody reads half of one, however many write it. A cache that cannot be
// written is no reason to fail: storing then does nothing.

import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Of more than `most` files in the folder, the older half is removed. */
export function writeWhole(folder: string, name: string, content: string | Uint8Array, most: number): void {
  const temporary = join(folder, `${name}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, join(folder, name));
    prune(folder, most);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is not even a folder to remove it from.
  }
}

/** Also of what a killed process left half-written. */
function prune(folder: string, most: number): void {
  const names = readdirSync(folder);
  if (names.length <= most) return;
  const byAge = names.map((name) => ({ name, time: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  byAge.sort((a, b) => a.time - b.time);
  for (const { name } of byAge.slice(0, most / 2)) rmSync(join(folder, name), { force: true });
}
