// The hand-written TLA+ modules of specs/lib: those that specifications extend, and lockdep's rules over what they reach.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./host.js";

/** File name to text of every library module. */
export function readLibrary(): Readonly<Record<string, string>> {
  return readModules(join(packageRoot(), "specs", "lib"));
}

/** File name to text of the modules of lockdep's rules. */
export function readLockdepRules(): Readonly<Record<string, string>> {
  return readModules(join(packageRoot(), "specs", "lib", "lockdep"));
}

function readModules(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tla"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
