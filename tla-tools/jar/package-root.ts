/** Finds files of this package, from the sources as well as from the compiled output. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pomPath = ["tla-tools", "pom.xml"] as const;

/** `tla-tools/pom.xml`, looked for in the folders above this module; null when it is not installed. */
export function findPom(start: string = dirname(fileURLToPath(import.meta.url))): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, ...pomPath);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (folder === dirname(folder)) {
      return null;
    }
  }
}
