// The launcher in a clone: compiles what has changed, says so in one line, and says when it cannot.

import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { lockproof } from "../support/cli.js";
import { inClone } from "../support/clone.js";

const NOT_COPIED = ["node_modules", "dist", ".git", "out", "test", "models"];

describe("[E] launcher", () => {
  it("compiles a fresh clone, then only when a source has changed, and stops when it does not compile", async function () {
    this.timeout(150_000);
    const clone = mkdtempSync(join(tmpdir(), "lockproof-clone-"));
    const version = () => lockproof(["--version"], { cwd: clone, launcher: join(clone, "cli/lockproof.mjs") });
    try {
      for (const name of readdirSync(inClone()))
        if (!NOT_COPIED.includes(name)) cpSync(inClone(name), join(clone, name), { recursive: true });

      const bare = await version();
      assert.equal(bare.code, 4);
      assert.match(bare.err, /^lockproof: node_modules is not there\. To fix, run `npm ci`\.\n$/);

      symlinkSync(inClone("node_modules"), join(clone, "node_modules"));
      const fresh = await version();
      assert.equal(fresh.code, 0, fresh.err);
      assert.match(fresh.err, /^lockproof: compiled its own sources in \d+\.\d s\n$/);
      assert.match(fresh.out, /^\d+\.\d+\.\d+\n$/);

      const again = await version();
      assert.equal(again.err, "");
      assert.isBelow(again.milliseconds, 1000);

      appendFileSync(join(clone, "report/json.ts"), "\nconst wrong: number = '';\n");
      const broken = await version();
      assert.equal(broken.code, 4);
      assert.equal(broken.out, "");
      assert.match(broken.err, /report\/json\.ts\(\d+,\d+\): error TS2322/);
      assert.match(broken.err, /lockproof: its own sources do not compile. To fix, see the messages above\.\n$/);
      assert.equal((await version()).code, 4, "and again");
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });
});
