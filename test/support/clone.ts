// Paths in the clone the tests run in. Compiled tests lie in dist/test.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export function inClone(...path: readonly string[]): string {
  return join(root, ...path);
}
