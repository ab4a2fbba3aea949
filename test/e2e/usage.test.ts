// Mistakes on the command line, through the launcher: one line on standard error, nothing on standard output, exit code 2.

import { assert } from "chai";
import { lockproof } from "../support/cli.js";

describe("[E] usage", () => {
  const mistakes: readonly (readonly [readonly string[], string])[] = [
    [[], "No command."],
    [["chekc"], "Did you mean check?"],
    [["check", "--timeot", "3s"], "Did you mean --timeout?"],
    [["check", "--set", "timeouts"], "--set is 'timeouts'"],
    [["check", "--heap", "lots"], "--heap is 'lots'"],
    [["explain", "wait-contxt"], "Did you mean wait-context?"],
    [["compile"], "write lockproof compile <model>."],
  ];
  for (const [argv, message] of mistakes) {
    it(`refuses "${argv.join(" ")}"`, async () => {
      const { code, out, err } = await lockproof(argv);
      assert.equal(code, 2);
      assert.equal(out, "");
      assert.match(err, /^lockproof: [^\n]*\n$/);
      assert.include(err, message);
    });
  }

  it("prints version, help, a page and the schema", async () => {
    assert.match((await lockproof(["--version"])).out, /^\d+\.\d+\.\d+\n$/);
    assert.include((await lockproof(["check", "--help"])).out, "--timeout");
    assert.match((await lockproof(["explain", "circular-wait"])).out, /^# circular-wait\n/);
    const schema = await lockproof(["schema"]);
    assert.equal(schema.code, 0);
    assert.nestedProperty(JSON.parse(schema.out), "properties.results");
  });
});
