// Every kind of report against its golden text, and our wait-context report against the kernel's own.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { findingKindSchema } from "../../../harness/result.js";
import type { ReportedLock } from "../../../import/schema.js";
import { renderReport } from "../../../report/terminal.js";
import { inClone } from "../../support/clone.js";
import { matchesGolden, noOrphans } from "../../support/golden.js";
import { readOne } from "../../support/kernel-reports/read-one.js";
import { ioUring, KINDS, SPLATS } from "../../support/splats.js";

const options = { color: false, readSource: () => null };

describe("[U] report/splat", () => {
  for (const [name, result] of Object.entries(SPLATS)) {
    it(`prints ${name} as before`, () => {
      matchesGolden("report", `${name}.txt`, renderReport(result, options));
    });
  }

  it("has a golden text for each kind of finding, and no others", () => {
    assert.sameMembers([...new Set(KINDS)], findingKindSchema.options);
    noOrphans("report", [...Object.keys(SPLATS).map((name) => `${name}.txt`), "outcomes.txt", "table.txt"]);
  });

  it("says the same about the io_uring timeouts as the kernel did", () => {
    const { title, report: ours } = readOne(renderReport(ioUring, options));
    const { title: kernelTitle, report: kernel } = readOne(readFileSync(inClone("test/fixtures/seed/splat.txt"), "utf8"));
    assert.equal(title, kernelTitle);
    assert.equal(ours.context, kernel.context);
    assert.deepEqual(printed(ours.acquiring), printed(kernel.acquiring));
    assert.deepEqual(ours.heldLocks?.map(printed), kernel.heldLocks?.map(printed));
    const common = kernel.callTrace?.filter((name) => ours.callTrace?.includes(name));
    assert.deepEqual(ours.callTrace, common, "functions of the model, in the kernel's order");
  });
});

/** Without the instance and the line; rcu_read_lock is taken in an inline function, which the kernel names instead of its caller. */
function printed(lock: ReportedLock | null): unknown {
  if (lock === null) return null;
  const { name, usage, waitTypes, function: at } = lock;
  return { name, usage, waitTypes, at: name === "rcu_read_lock" ? null : at };
}
