// The hand-written TLA+ modules of specs/lib: those that specifications extend, and lockdep's rules over what they reach.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TlcConfig } from "../codegen/tla/ast.js";
import { printConfig } from "../codegen/tla/print.js";
import { packageRoot } from "./host.js";

/** File name to text of every library module. */
export function readLibrary(): Readonly<Record<string, string>> {
  return readModules(join(packageRoot(), "specs", "lib"));
}

/** File name to text of the modules of lockdep's rules. */
export function readLockdepRules(): Readonly<Record<string, string>> {
  return readModules(join(packageRoot(), "specs", "lib", "lockdep"));
}

/** The files that a run of TLC begins with: a specification, its configuration, and what it extends of `library`. */
export function runFiles(
  name: string,
  module: string,
  configuration: TlcConfig,
  library: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { ...extendedBy(module, library), [`${name}.tla`]: module, [`${name}.cfg`]: printConfig(configuration) };
}

/** Of `library` the modules that `module` extends, and those that these extend. */
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
