// One entry of the cache is one file: its checksum, a line break, JSON. Written under another name and renamed, so that nobody reads half an
// entry; what is damaged all the same is no entry. A cache that cannot be written is no reason to fail: storing then does nothing.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "./hash.js";

const MOST_ENTRIES = 4000;

export function readEntry(folder: string, key: string): unknown {
  try {
    const text = readFileSync(join(folder, `${key}.json`), "utf8");
    const border = text.indexOf("\n");
    const payload = text.slice(border + 1);
    return text.slice(0, border) === hashOf([payload]) ? JSON.parse(payload) : null;
  } catch {
    return null;
  }
}

export function writeEntry(folder: string, key: string, value: unknown): void {
  const payload = JSON.stringify(value);
  const temporary = join(folder, `${key}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, `${hashOf([payload])}\n${payload}`);
    renameSync(temporary, join(folder, `${key}.json`));
    prune(folder);
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

/** Removes the older half when there are too many; also what a killed process left half-written. */
function prune(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST_ENTRIES) return;
  const byAge = names.map((name) => ({ name, time: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  byAge.sort((a, b) => a.time - b.time);
  for (const { name } of byAge.slice(0, MOST_ENTRIES / 2)) rmSync(join(folder, name), { force: true });
}
