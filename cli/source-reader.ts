// The text of a model file for code frames. Results name files relative to the folder the check was started in.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

const LARGEST = 1024 * 1024;

export function sourceReader(root: string): (file: string) => string | null {
  return (file) => {
    try {
      const path = resolve(root, file);
      return statSync(path).size > LARGEST ? null : readFileSync(path, "utf8");
    } catch {
      return null;
    }
  };
}
