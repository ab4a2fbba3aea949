// docs/tutorial.md, done as it says: each command is run in the order of the page, each edit is made, and each block of output is what comes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

const PAGE = readFileSync(inClone("docs/tutorial.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```(sh|text|ts)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({ language, text }));

/** The model after the edit that a block stands for. */
function edited(model: string, block: string): string {
  if (block.startsWith("import ")) return `${block}${model}`;
  if (block.startsWith("const version")) return model.replace(/^const wqh/m, () => `${block}const wqh`);
  if (block.startsWith("function io_kill_timeouts()")) return model.replace(/^function io_kill_timeouts\(\) \{\n.*?^\}\n/ms, () => block);
  if (block.startsWith("configurations(")) return model.replace(/^configurations\(.*/ms, () => block);
  return assert.fail(`no edit: ${block}`);
}

/** Times differ from machine to machine; they stand at the end of a row, whose columns keep their widths. */
function timeless(text: string): string {
  return text.replace(/ +\d+\.\d s\b/g, " N s");
}

describe("[E] docs/tutorial.md", function () {
  this.timeout(300_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
    const report = "test/fixtures/seed/splat.txt";
    workshop.put(report, readFileSync(inClone(report), "utf8"));
  });
  after(() => workshop.remove());

  it("leads to a verified fix, as it says", async () => {
    const model = join(workshop.folder, "timeout.ts");
    let output = "";
    const codes: (number | null)[] = [];
    for (const { language, text } of BLOCKS) {
      if (language === "sh") {
        const argv = text
          .trim()
          .replace(/^npx lockproof /, "")
          .split(" ");
        const result = await workshop.run(argv, { timeoutMs: 120_000 });
        codes.push(result.code);
        output = result.out + result.err;
      } else if (language === "ts") workshop.put("timeout.ts", edited(readFileSync(model, "utf8"), text));
      else assert.include(timeless(output), timeless(text.trimEnd()));
    }
    assert.deepEqual(codes, [0, 0, 0, 1, 0, 0]);
    assert.lengthOf(PAGE.match(/^```/gm) ?? [], 2 * BLOCKS.length, "each block is a command, an edit or an output");
    assert.match(readFileSync(join(workshop.folder, "timeout.html"), "utf8"), /^<!doctype html>/i);
  });

  it("points to files that are there", () => {
    for (const [, target = ""] of PAGE.matchAll(/\]\((\S+?)\)/g))
      assert.doesNotThrow(() => readFileSync(inClone("docs", target)), /ENOENT/, target);
  });
});
