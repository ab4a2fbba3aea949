// Golden files: text that a person has read and found right. They change only with UPDATE_GOLDEN=1, and the change is read as a diff.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { assert } from "chai";
import { inClone } from "./clone.js";

const updating = process.env["UPDATE_GOLDEN"] === "1";

/** Compares `text` with `test/golden/<folder>/<name>`; a file that is not there fails. */
export function matchesGolden(folder: string, name: string, text: string): void {
  const file = inClone("test/golden", folder, name);
  if (updating) {
    mkdirSync(inClone("test/golden", folder), { recursive: true });
    writeFileSync(file, text);
  }
  assert.isTrue(existsSync(file), `${file} is missing. To fix, run the tests with UPDATE_GOLDEN=1 and read what it wrote.`);
  assert.equal(text, readFileSync(file, "utf8"));
}

/** Fails when the folder has a file that no test compares with. */
export function noOrphans(folder: string, names: readonly string[]): void {
  const orphans = readdirSync(inClone("test/golden", folder)).filter((name) => !names.includes(name));
  if (updating) for (const name of orphans) rmSync(inClone("test/golden", folder, name));
  else assert.deepEqual(orphans, [], "golden files without a test");
}
