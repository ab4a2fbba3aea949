/** SHA-256 of a file. Of one that was not written since it is not read again: it is asked for before each run of TLC. */
import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { errorCode } from "../system-error.js";

/** A TLC jar has some megabytes; a file beyond this is not one, and is not read. */
const largestJar = 256n * 1024n * 1024n;
/** Two writes that are this close could have the same time of change. */
const closeMs = 2000n;

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
    return { kind: "sha256", sha256: await sumOf(path, found) };
  } catch (error) {
    const code = errorCode(error);
    return code === "ENOENT" || code === "ENOTDIR" ? { kind: "absent" } : { kind: "unreadable", reason: code };
  }
}

async function sumOf(path: string, found: BigIntStats): Promise<string> {
  const version = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(" ");
  const before = known.get(path);
  if (before?.version === version) {
    return before.sha256;
  }
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  if (BigInt(Date.now()) - found.ctimeMs > closeMs) {
    known.set(path, { version, sha256 });
  }
  return sha256;
}
