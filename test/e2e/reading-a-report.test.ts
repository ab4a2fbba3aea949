// docs/reading-a-report.md shows what its commands print.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { FORMAT_NAMES } from "../../report/formats.js";
import { lockproof } from "../support/cli.js";
import { inClone } from "../support/clone.js";

const PAGE = readFileSync(inClone("docs/reading-a-report.md"), "utf8");

describe("[E] docs/reading-a-report.md", function () {
  this.timeout(120_000);

  it("shows what its commands print", async () => {
    const argv = ["models/patterns/irq-on-holder.ts", "--variant", "broken"];
    const check = await lockproof(["check", ...argv]);
    const trace = await lockproof(["trace", ...argv]);
    assert.equal(check.code, 0, check.err);
    assert.equal(trace.code, 0, trace.err);
    const blocks = [...PAGE.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
    assert.lengthOf(blocks, 4);
    for (const block of blocks) assert.include(`${check.out}\n${trace.out}`, block.trimEnd());
  });

  it("names every format", () => {
    for (const name of FORMAT_NAMES) if (name !== "terminal" && name !== "html") assert.include(PAGE, `| \`${name}\` |`);
  });
});
