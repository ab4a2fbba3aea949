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

/** Of `library` the modules that `module` extends, and those that these extend: each is a file that every run of TLC begins with. */
export function extendedBy(module: string, library: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const pending = [module];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const name of extensionsOf(text)) {
      const file = `${name}.tla`;
      const extended = library[file];
      if (extended === undefined || found.has(file)) continue;
      found.set(file, extended);
      pending.push(extended);
    }
  }
  return Object.fromEntries(found);
}

/** The names after EXTENDS, on one line as both the printer and specs/lib have it. */
function extensionsOf(module: string): readonly string[] {
  const [, list = ""] = /^EXTENDS (.*)$/m.exec(module) ?? [];
  return list.split(",").map((name) => name.trim());
}

function readModules(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tla"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
