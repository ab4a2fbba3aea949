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
    const names = readdirSync(inClone("test", "fixtures", "lockdep")).filter((name) => name.endsWith(".txt"));
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

  it("has the RCU function that asks for what is not held", () => {
    const about = (statement: string, held: string): string =>
      modelOf(
        [
          "WARNING: suspicious RCU usage",
          "-----------------------------",
          `net/core/x.c:12 ${statement}`,
          "1 lock held by ip/5:",
          ` #0: ffffffff83363b00 (${held}){....}-{1:3}, at: outer+0x1/0x2`,
          "stack backtrace:",
          "CPU: 0 PID: 5 Comm: ip Not tainted 6.12.0 #1",
          "Call Trace:",
          " lockdep_rcu_suspicious+0x1/0x2",
          " inner+0x1/0x2",
          " outer+0x1/0x2",
        ].join("\n"),
      );
    const cases: readonly (readonly [statement: string, held: string, call: string, kind: string])[] = [
      ["suspicious rcu_dereference_check() usage!", "rcu_read_lock_bh", "rcu_dereference(pointer);", "rcu-usage"],
      ["suspicious rcu_dereference_check() usage!", "rcu_read_lock", "rcu_dereference_bh(pointer);", "rcu-usage"],
      ["suspicious rcu_dereference_protected() usage!", "rcu_read_lock", "rcu_dereference_protected(pointer, false);", "rcu-usage"],
      ["RCU-list traversed in non-reader section!!", "rcu_read_lock_sched", "rcu_dereference(pointer);", "rcu-usage"],
      ["Illegal context switch in RCU read-side critical section!", "rcu_read_lock", "might_sleep();", "sleep-in-atomic"],
      ["Illegal synchronize_rcu() in RCU read-side critical section!", "rcu_read_lock", "synchronize_rcu();", "sleep-in-atomic"],
    ];
    for (const [statement, held, call, kind] of cases) {
      const text = about(statement, held);
      assert.include(text, `  ${call}\n`, statement);
      assert.include(text, `${held}();`);
      assert.include(text, `expect(violates("${kind}", { in: "inner" }));`);
      assertCompiles(text);
    }
    assert.equal(about("rcu_read_lock() used illegally while idle!", "rcu_read_lock"), "");
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
