// The models that we ship, each told to expect nothing: of each counterexample comes a model that expects it, and it is found again.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { checkModels } from "../../../harness/check.js";
import { regressionOf } from "../../../harness/regression.js";
import type { CheckResult } from "../../../harness/result.js";
import { inClone } from "../../support/clone.js";
import { requestFor } from "../../support/requests.js";

describe("[U] harness/regression", function () {
  this.timeout(120_000);
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "lockproof-regression-"));
    mkdirSync(join(root, "models"));
    mkdirSync(join(root, "tests/deep"), { recursive: true });
  });
  after(() => rmSync(root, { recursive: true }));

  const check = (file: string): Promise<readonly CheckResult[]> =>
    checkModels(requestFor([file], { root }), {}, new AbortController().signal);

  it("makes of a counterexample a model that expects it", async () => {
    let made = 0;
    for (const name of readdirSync(inClone("models/patterns"))) {
      const text = readFileSync(inClone("models/patterns", name), "utf8").replace(/^expect\(.*\);\n/ms, "expect(verified());");
      writeFileSync(join(root, "models", name), text);
      const before = await check(`models/${name}`);
      for (const result of before) {
        if (result.outcome !== "violated") continue;
        const regression = regressionOf(text, result, "tests/deep/test.ts");
        if (regression.kind !== "text") return assert.fail(`${name}: ${regression.what}`);
        writeFileSync(join(root, "tests/deep/test.ts"), regression.text);
        const again = (await check("tests/deep/test.ts")).filter(
          ({ subject }) =>
            JSON.stringify(subject.variants) === JSON.stringify(result.subject.variants) &&
            subject.configuration === result.subject.configuration,
        );
        assert.deepEqual(
          again.map(({ outcome, asExpected }) => [outcome, asExpected]),
          [["violated", true]],
          `${name} ${JSON.stringify(again)}\n${regression.text}`,
        );
        made++;
      }
    }
    assert.isAbove(made, 15);
  });
});
