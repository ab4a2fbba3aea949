// One entry of the cache is one file: its checksum, a line break, JSON. What is damaged is no entry.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "./hash.js";
import { writeWhole } from "./whole-file.js";

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
  writeWhole(folder, `${key}.json`, `${hashOf([payload])}\n${payload}`, MOST_ENTRIES);
}
