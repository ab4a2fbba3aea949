/** SHA-256 of a file. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { errorCode } from "../system-error.js";

/** A TLC jar has some megabytes; a file beyond this is not one, and is not read. */
const largestJar = 256 * 1024 * 1024;

export type Checksum =
  | { readonly kind: "sha256"; readonly sha256: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The checksum of the file at `path`, or why there is none. */
export async function checksumOf(path: string): Promise<Checksum> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      return { kind: "unreadable", reason: "it is not a file" };
    }
    if (found.size > largestJar) {
      return { kind: "unreadable", reason: `it has ${found.size} bytes` };
    }
    const content = await readFile(path);
    return { kind: "sha256", sha256: createHash("sha256").update(content).digest("hex") };
  } catch (error) {
    const code = errorCode(error);
    return code === "ENOENT" || code === "ENOTDIR" ? { kind: "absent" } : { kind: "unreadable", reason: code };
  }
}
