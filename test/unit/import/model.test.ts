// Models of reports: what compiles, and what the text of a model must not contain.

import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import fc from "fast-check";
import { readReports } from "../../../import/index.js";
import { skeletonOf } from "../../../import/model/index.js";
import { inClone } from "../../support/clone.js";
import { compile, NESTING, NO_NESTING } from "../../support/compile-model.js";
import { sample } from "../../support/kernel-reports/arbitrary.js";
import { printSample } from "../../support/kernel-reports/print.js";

const modelOf = (text: string): string => {
  const [reading] = readReports(text).readings;
  const skeleton = reading === undefined ? null : skeletonOf("report.txt", reading);
  return skeleton?.kind === "model" ? skeleton.text : "";
};

function assertCompiles(text: string): void {
  const configuration = text.includes('configurations("raw-lock-nesting")') ? NESTING : NO_NESTING;
  const { program, diagnostics } = compile(text, { configuration });
  assert.isNotNull(program, `${diagnostics.map(({ message }) => message).join("\n")}\n${text}`);
}

describe("[U] import of a model", function () {
  this.timeout(60_000);

  it("compiles, for each fixture", () => {
    const names = readdirSync(inClone("test", "fixtures", "lockdep")).filter((name) => name.endsWith(".txt") && name !== "pieces.txt");
    for (const name of names) assertCompiles(modelOf(readFileSync(inClone("test", "fixtures", "lockdep", name), "utf8")));
  });

  it("has an answer for every report, also one that is cut off", () => {
    fc.assert(
      fc.property(sample, fc.nat(), (one, place) => {
        const lines = printSample(one);
        const text = modelOf(lines.slice(0, place % (lines.length + 1)).join("\n"));
        if (text !== "") assert.match(text, /\nexpect\(violates\("[a-z-]+"/);
      }),
      { numRuns: 400 },
    );
  });

  it("takes nothing of a hostile report for code", () => {
    const hostile = ['"); process.exit(); ("', "*/ evil() /*", "\\u2028 `${x}`", "a\u2028b", "</script>", "__proto__"];
    let models = 0;
    const seed = readFileSync(inClone("test", "fixtures", "seed", "splat.txt"), "utf8");
    for (const name of hostile) {
      const text = modelOf(seed.replaceAll("&ctx->timeout_lock", name).replaceAll("kworker/u32:0", name.slice(0, 12)));
      if (text === "") continue;
      models++;
      assertCompiles(text);
    }
    assert.isAbove(models, 2);
  });
});
