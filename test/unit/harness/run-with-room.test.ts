// What is done when the folder in memory is full; TLC's part is played.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { runWithRoom } from "../../../harness/run-with-room.js";

describe("[U] harness/run-with-room", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockproof-room-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Where runs were made, and how the last one ended; those in `full` find no room. */
  async function runs(first: string, full: readonly string[]): Promise<readonly [readonly string[], string]> {
    const made: string[] = [];
    const run = ({ temporaryDirectory = "" }) => {
      made.push(temporaryDirectory);
      const directory = join(folder, String(made.length));
      mkdirSync(directory, { recursive: true });
      const outcome = full.includes(temporaryDirectory) ? ("disk-full" as const) : ("verified" as const);
      return Promise.resolve({ outcome, directory: outcome === "verified" ? null : directory });
    };
    const { outcome } = await runWithRoom(run, first, "disk");
    return [made, outcome];
  }

  it("makes a run again on the disk, and leaves nothing of the first in memory", async () => {
    assert.deepEqual(await runs("memory", ["memory"]), [["memory", "disk"], "verified"]);
    assert.isFalse(existsSync(join(folder, "1")));
  });

  it("makes it once where there is room, and where the disk is full", async () => {
    assert.deepEqual(await runs("memory", []), [["memory"], "verified"]);
    assert.deepEqual(await runs("disk", ["disk"]), [["disk"], "disk-full"]);
    assert.isTrue(existsSync(join(folder, "1")), "what was kept of it is for people to see");
    assert.deepEqual((await runs("memory", ["memory", "disk"]))[1], "disk-full");
  });
});
