// The hand-written TLA+ modules of specs/lib.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./host.js";

/** File name to text of every library module. */
export function readLibrary(): Readonly<Record<string, string>> {
  const folder = join(packageRoot(), "specs", "lib");
  const names = readdirSync(folder).filter((name) => name.endsWith(".tla"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
