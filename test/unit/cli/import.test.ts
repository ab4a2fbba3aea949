// lockproof import: summary, JSON, what is wrong with the text.

import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { run } from "../../../cli/run.js";
import { importOutputSchema } from "../../../import/schema.js";
import { inClone } from "../../support/clone.js";
import { fakeWorld } from "../../support/services.js";

const SEED = "test/fixtures/seed/splat.txt";

describe("[U] cli import", () => {
  it("says what kind, who, which locks, why and who called", async () => {
    const world = fakeWorld({ cwd: inClone() });
    assert.equal(await run(["import", SEED], world.services), 0);
    const out = world.out();
    for (const part of [
      `${SEED}:2: invalid wait context`,
      "kworker/u32:0/68094 (CPU 7, Linux 6.13.0-rc4-00080-g9828a4c0901f) takes\n  &ctx->wqh#2 {..-.} {3:3}, in eventfd_signal_mask",
      "  #3 &ctx->timeout_lock {-.-.} {2:2}, in io_kill_timeouts",
      "why: &ctx->wqh#2 has wait type 3, and here no more than 2 is allowed, because &ctx->timeout_lock is held",
      "called by:\n  eventfd_signal_mask\n  io_eventfd_signal\n",
    ])
      assert.include(out, part);
    assert.equal(world.err(), "");
  });

  it("prints JSON of all reports, and remarks with their lines on standard error", async () => {
    const world = fakeWorld({ cwd: inClone() });
    assert.equal(await run(["import", "test/fixtures/lockdep/mail.txt", "--json"], world.services), 0);
    const { schemaVersion, reports } = importOutputSchema.parse(JSON.parse(world.out()));
    assert.deepEqual([schemaVersion, reports.map(({ kind }) => kind)], [1, ["recursive"]]);
    assert.match(
      world.err(),
      /^test\/fixtures\/lockdep\/mail\.txt:7: This report is cut off .*\n.*:33: '#1: \[\.\.\.\]' cannot be read as a lock\.\n$/,
    );
  });

  it("reads standard input", async () => {
    const world = fakeWorld({
      input:
        "BUG: sleeping function called from invalid context at mm/slab.h:421\nin_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 5, name: \x1b[2Jx\n",
    });
    assert.equal(await run(["import", "-"], world.services), 0);
    assert.match(world.out(), /^standard input:1: sleeping function called from atomic context\n\nx\/5 may sleep\.\n/);
  });

  it("says what it looked for when there is no report", async () => {
    const world = fakeWorld({ input: "usb 1-1: new device\n" });
    assert.equal(await run(["import", "-", "--json"], world.services), 2);
    assert.deepEqual(JSON.parse(world.out()), { schemaVersion: 1, reports: [] });
    assert.match(
      world.err(),
      /^lockproof: no lockdep report in standard input\. These lines were looked for:\n {2}\[ BUG: Invalid wait context \]\n/,
    );
  });

  it("says that a file cannot be read", async () => {
    const world = fakeWorld({ cwd: inClone() });
    assert.equal(await run(["import", "nowhere.txt"], world.services), 2);
    assert.match(world.err(), /^lockproof: 'nowhere\.txt' cannot be read: there is no such file\. .*\n$/);
  });

  it("says that symbolic links lead in a circle, and no path of this machine", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "lockproof-import-"));
    try {
      symlinkSync("loop", join(cwd, "loop"));
      const world = fakeWorld({ cwd });
      assert.equal(await run(["import", "loop"], world.services), 2);
      assert.match(world.err(), /^lockproof: 'loop' cannot be read: its symbolic links lead in a circle\. .*\n$/);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  it("names no option where a word of the command line is wrong", async () => {
    const world = fakeWorld();
    assert.equal(await run(["schema", "nope"], world.services), 2);
    assert.match(world.err(), /^lockproof: The argument is 'nope', not check or import or /);
  });

  it("has a schema of its own", async () => {
    const world = fakeWorld();
    assert.equal(await run(["schema", "import"], world.services), 0);
    assert.nestedProperty(JSON.parse(world.out()), "properties.reports.items.properties.callTraceWithInline");
  });
});
