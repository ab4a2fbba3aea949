// docs/language.md against dsl/: what can be imported is described, and what is described can be imported.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { languageFiles } from "../../support/compile-model.js";

const page = readFileSync("docs/language.md", "utf8");

/** Names in the first column of the tables. */
const described = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`(\w+)`/gu)].map((match) => match[1] ?? ""));

const exported = [
  ...new Set(
    languageFiles().flatMap((file) =>
      [...readFileSync(`dsl/${file}.ts`, "utf8").matchAll(/^export declare (?:function|const) (\w+)/gmu)].map((match) => match[1] ?? ""),
    ),
  ),
];

describe("[U] docs/language.md", () => {
  it("describes every function and constant of the language", () => {
    assert.deepEqual(
      exported.filter((name) => !described.includes(name)),
      [],
    );
  });

  it("describes nothing that is not there, and nothing twice", () => {
    assert.deepEqual(
      described.filter((name) => !exported.includes(name)),
      [],
    );
    assert.deepEqual(
      described.filter((name, index) => described.indexOf(name) !== index),
      [],
    );
  });

  it("says of every row what it means on both kernels", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    const short = rows.filter(
      (line) =>
        line.split(" | ").length !== 5 ||
        line
          .split(" | ")
          .slice(1, 3)
          .some((cell) => cell.trim() === ""),
    );
    assert.deepEqual(short, []);
  });
});
