import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { assert } from "chai";
import { folderForShortRuns, type Surroundings } from "../../../harness/memory-folder.js";

const GIB = 1024 ** 3;
const ROOMY: Surroundings = { platform: "linux", env: {}, processors: 2, freeMemory: () => 16 * GIB, memory: "/dev/shm" };

describe("[U] harness/memory-folder", () => {
  it("is in memory where there is plenty of it", () => {
    const { bavail, bsize } = statfsSync("/dev/shm");
    assert.equal(folderForShortRuns(ROOMY), bavail * bsize >= 4 * GIB ? "/dev/shm" : tmpdir());
  });

  it("is the usual one where TMPDIR says so, where memory is short, and where there is none", () => {
    const others: Readonly<Record<string, Surroundings>> = {
      "TMPDIR is set": { ...ROOMY, env: { TMPDIR: "/somewhere" } },
      "TMP is set": { ...ROOMY, env: { TMP: "/somewhere" } },
      "another system": { ...ROOMY, platform: "darwin" },
      "many processors": { ...ROOMY, processors: 64 },
      "little memory": { ...ROOMY, freeMemory: () => 2 * GIB },
      "no such folder": { ...ROOMY, memory: "/dev/no-such-folder" },
      "not in memory": { ...ROOMY, memory: process.cwd() },
    };
    for (const [why, surroundings] of Object.entries(others)) assert.equal(folderForShortRuns(surroundings), tmpdir(), why);
  });
});
