// Compiled code of one module as a file: its checksum, then what V8 made. V8 believes what it is given, and one wrong byte ends the process or
// makes another program; so the checksum is over the data and over what they were made from. A file that does not fit is none.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { hashOf } from "../../harness/cache/hash.js";
import { writeWhole } from "../../harness/cache/whole-file.js";

/** Some clones of lockproof, with some versions of Node: 10 MB each. */
const MOST_FILES = 30;

const CHECKSUM_BYTES = 32;

/** Where the compiled code of a module is kept, and what tells this state of the module from others. */
export interface Origin {
  readonly name: string;
  readonly state: string;
}

/** Null when there is no telling whether the file is still what was read: it changed after this process `began`. */
export function originOf(module: string, began: number): Origin | null {
  const stats = statSync(module, { throwIfNoEntry: false });
  if (stats === undefined || stats.ctimeMs >= began) return null;
  return { name: hashOf([module, `${cachedDataVersionTag()}`]), state: `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}` };
}

export function readCompiled(folder: string, { name, state }: Origin): Buffer | null {
  try {
    const bytes = readFileSync(join(folder, name));
    const data = bytes.subarray(CHECKSUM_BYTES);
    return checksumOf(state, data).equals(bytes.subarray(0, CHECKSUM_BYTES)) ? data : null;
  } catch {
    return null;
  }
}

export function writeCompiled(folder: string, { name, state }: Origin, data: Buffer): void {
  writeWhole(folder, name, Buffer.concat([checksumOf(state, data), data]), MOST_FILES);
}

function checksumOf(state: string, data: Buffer): Buffer {
  return createHash("sha256").update(`${state}\n`).update(data).digest();
}
