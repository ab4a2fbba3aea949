/** Where temporary files are. TLC works in a folder of its own, so that a path relative to ours would name another there. */
import { tmpdir } from "node:os";
import { resolve } from "node:path";

export function temporaryFolder(): string {
  return resolve(tmpdir());
}
