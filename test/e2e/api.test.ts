// docs/api.md: its example is the file that it names, and prints what the page says.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { check } from "lockproof";
import { inClone } from "../support/clone.js";

const PAGE = readFileSync(inClone("docs/api.md"), "utf8");
const EXAMPLE = "docs/examples/check-models.mjs";

describe("[E] the API", function () {
  this.timeout(120_000);

  it("has an example that prints what its page says", () => {
    const [, , printed = ""] = [...PAGE.matchAll(/^```(?:js|text)\n(.*?)^```$/gms)].map((match) => match[1]);
    const example = readFileSync(inClone(EXAMPLE), "utf8");
    assert.include(PAGE, example.slice(example.indexOf("import ")));
    assert.equal(execFileSync(process.execPath, [EXAMPLE], { cwd: inClone(), encoding: "utf8" }), printed);
  });

  it("has pages of everything exported, of the language too, without a warning or a link to nowhere", () => {
    const folder = mkdtempSync(join(tmpdir(), "lockproof-pages-"));
    try {
      execFileSync(process.execPath, [inClone("node_modules/typedoc/bin/typedoc"), "--out", folder], { cwd: inClone(), stdio: "pipe" });
      const pages = readdirSync(folder, { recursive: true, encoding: "utf8" });
      assert.includeMembers(pages, ["functions/harness_api.check.html", "functions/dsl.spin_lock_irqsave.html"]);
      assert.include(readFileSync(join(folder, "functions/harness_api.check.html"), "utf8"), "Never throws for a bad model");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("takes what the command line takes", async () => {
    const told: string[] = [];
    const results = await check(["models/patterns/ab-ba.ts"], {
      root: inClone(),
      engine: "builtin",
      variants: ["fixed"],
      cache: false,
      onResult: ({ outcome }) => told.push(outcome),
    });
    assert.deepEqual(
      results.map(({ outcome, asExpected }) => [outcome, asExpected]),
      [["verified", true]],
    );
    assert.deepEqual(told, ["verified"]);
    assert.deepEqual(
      (await check("nowhere.ts", { root: inClone(), engine: "builtin" })).map(({ outcome }) => outcome),
      ["rejected"],
    );
  });
});
