// The commands of package.json for development: what they say of an option that they do not have.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { assert } from "chai";
import { inClone } from "../../support/clone.js";

describe("[U] commands for development", function () {
  this.timeout(60_000);
  const text = readFileSync(inClone("package.json"), "utf8");
  // `"fuzz": "node cli/build.mjs all && node dist/test/differential/fuzz.js"`
  const commands = [...text.matchAll(/^ {4}"([\w:]+)": "node cli\/build\.mjs all && node (\S+)"/gmu)];

  it("are found", () => assert.isAtLeast(commands.length, 7));
  for (const [, name = "", file = ""] of commands) {
    it(`${name} says in one line what is wrong, and what it takes`, () => {
      const run = (...words: readonly string[]) => spawnSync(process.execPath, [inClone(file), ...words], { encoding: "utf8" });
      const wrong = run("--no-such-option");
      assert.match(wrong.stderr, new RegExp(`^Unknown option '--no-such-option'\\. usage: npm run ${name} -- .+\\n$`));
      assert.equal(wrong.status, 2);
      const help = run("--help");
      assert.match(help.stdout, new RegExp(`^usage: npm run ${name} -- .+\\n$`));
      assert.equal(help.status, 0);
    });
  }
});
