/** Finds files of this package, from the sources as well as from the compiled output. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `tla-tools/<path>`, looked for in the folders above this module; null when it is not installed. */
export function findToolFile(path: string, start: string = dirname(fileURLToPath(import.meta.url))): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, "tla-tools", path);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (folder === dirname(folder)) {
      return null;
    }
  }
}
