// What the README shows is what a reader gets.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

function blocks(language: string): readonly string[] {
  const readme = readFileSync(inClone("README.md"), "utf8");
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map((match) => match[1] ?? "");
}

describe("[E] the README", function () {
  this.timeout(60_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
  });
  after(() => workshop.remove());

  it("shows the report that its model yields", async () => {
    const [model = ""] = blocks("ts");
    const [report = ""] = blocks("text");
    workshop.put("stats.ts", model);
    const { code, out } = await workshop.run(["check", "stats.ts"]);
    assert.equal(code, 1);
    assert.include(out, report.trim());
  });

  it("shows a repair that verifies", async () => {
    const [model = "", repair = ""] = blocks("ts");
    const repaired = model
      .replace("  spin_lock(stats_lock);\n  packets = 0;\n  spin_unlock(stats_lock);\n", repair)
      .replace("spin_lock, ", "spin_lock, spin_lock_irqsave, spin_unlock_irqrestore, ");
    assert.notEqual(repaired, model);
    workshop.put("stats.ts", repaired);
    const { code, out } = await workshop.run(["check", "stats.ts"]);
    assert.equal(code, 0, out);
    assert.include(out, "verified");
  });
});
