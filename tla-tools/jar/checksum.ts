/** SHA-256 of a file. Of one that was not written since it is not read again: it is asked for before each run of TLC. */
import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, openSync, readSync } from "node:fs";
import { stat } from "node:fs/promises";
import { errorCode } from "../system-error.js";

/** A TLC jar has some megabytes; a file beyond this is not one, and is not read. */
const largestJar = 256n * 1024n * 1024n;
/** Two writes that are this close could have the same time of change. */
const closeMs = 2000n;
/** A file is read in pieces of so many bytes: memory for the whole of three files would wake the garbage collector. */
const pieceSize = 256 * 1024;

const known = new Map<string, { readonly version: string; readonly sha256: string }>();

export type Checksum =
  | { readonly kind: "sha256"; readonly sha256: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The checksum of the file at `path`, or why there is none. */
export async function checksumOf(path: string): Promise<Checksum> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) {
      return { kind: "unreadable", reason: "it is not a file" };
    }
    if (found.size > largestJar) {
      return { kind: "unreadable", reason: `it has ${found.size} bytes` };
    }
    return { kind: "sha256", sha256: knownOrRead(path, found) };
  } catch (error) {
    const code = errorCode(error);
    return code === "ENOENT" || code === "ENOTDIR" ? { kind: "absent" } : { kind: "unreadable", reason: code };
  }
}

function knownOrRead(path: string, found: BigIntStats): string {
  const version = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(" ");
  const before = known.get(path);
  if (before?.version === version) {
    return before.sha256;
  }
  const sha256 = sumOf(path);
  if (BigInt(Date.now()) - found.ctimeMs > closeMs) {
    known.set(path, { version, sha256 });
  }
  return sha256;
}

/** Not asynchronous: the JVM that waits for it would start 15 ms later. */
function sumOf(path: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(pieceSize);
  const file = openSync(path, "r");
  try {
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
      hash.update(piece.subarray(0, count));
    }
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}
