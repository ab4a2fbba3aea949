// What is shipped is fresh and true: generated specifications, verdicts of all models.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import * as z from "zod";
import { packageRoot } from "../../harness/host.js";
import { checkResultSchema } from "../../harness/result.js";
import { lockproof } from "../support/cli.js";
import { verdictRows, withRows, writtenRows } from "../support/verdict-table.js";

describe("[E] what is shipped", function () {
  this.timeout(600_000);

  it("has generated specifications that are those of its models", async () => {
    const { code, out, err } = await lockproof(["specs", "--check"]);
    assert.equal(code, 0, out + err);
  });

  it("has models that all get the verdict they expect, and no other outcome", async () => {
    const { code, out, err } = await lockproof(["check", "models", "--json", "--timeout", "300s"], { timeoutMs: 590_000 });
    assert.equal(code, 0, err);
    const { results } = z.object({ results: z.array(checkResultSchema) }).parse(JSON.parse(out));
    assert.isAtLeast(results.length, 37);
    for (const result of results) {
      assert.isNotNull(result.expectation, result.subject.file);
      assert.isTrue(result.asExpected, result.subject.file);
    }
    const readme = join(packageRoot(), "models", "README.md");
    const page = readFileSync(readme, "utf8");
    const rows = verdictRows(results);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(readme, withRows(page, rows));
    else assert.deepEqual(writtenRows(page), rows, "the table of models/README.md; UPDATE_GOLDEN=1 writes it anew");
  });
});
