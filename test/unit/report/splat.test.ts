// Every kind of report against its golden text, and our wait-context report against the kernel's own.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { findingKindSchema } from "../../../harness/result.js";
import { renderReport } from "../../../report/terminal.js";
import { inClone } from "../../support/clone.js";
import { matchesGolden, noOrphans } from "../../support/golden.js";
import { parseSplat } from "../../support/splat.js";
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
    const ours = parseSplat(renderReport(ioUring, options));
    const kernel = parseSplat(readFileSync(inClone("test/fixtures/seed/splat.txt"), "utf8"));
    assert.deepEqual(ours.acquiring, kernel.acquiring);
    assert.equal(ours.title, kernel.title);
    assert.equal(ours.context, kernel.context);
    // rcu_read_lock is taken in an inline function, which the kernel names instead of its caller.
    const withoutRcu = (locks: typeof ours.heldLocks) =>
      locks.map((held) => (held.name === "rcu_read_lock" ? { ...held, function: "" } : held));
    assert.deepEqual(withoutRcu(ours.heldLocks), withoutRcu(kernel.heldLocks));
    const common = kernel.callTrace.filter((name) => ours.callTrace.includes(name));
    assert.deepEqual(ours.callTrace, common, "functions of the model, in the kernel's order");
  });
});
