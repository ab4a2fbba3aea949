// What somebody meets first: init, completion in a shell, help, a slip in a name.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { parseArguments } from "../../cli/arguments.js";
import { lockproof, openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";

describe("[E] the first minutes", function () {
  this.timeout(120_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
  });
  after(() => workshop.remove());

  it("init writes what check, with no model named, finds as it says", async () => {
    workshop.put("package.json", '{ "private": true }\n');
    const init = await workshop.run(["init"]);
    assert.equal(init.code, 0, init.err);
    const check = await workshop.run(["check"]);
    assert.equal(check.code, 0, check.out + check.err);
    assert.match(check.out, /^ok +counter +broken .*deadlock \(expected\)/m);
    assert.match(check.out, /^ok +counter +fixed .*verified/m);
    assert.notInclude(check.out, "warning");
    const text = readFileSync(join(workshop.folder, "models/counter.ts"), "utf8");
    const again = await workshop.run(["init"]);
    assert.include(again.out, "Everything is there already.");
    assert.equal(readFileSync(join(workshop.folder, "models/counter.ts"), "utf8"), text);
  });

  it("a path that names no model brings the nearest one", async () => {
    const { code, err } = await lockproof(["check", "models/patterns/ab-b.ts", "--engine", "builtin"]);
    assert.equal(code, 2);
    assert.include(err, "models/patterns/ab-b.ts: LM501:");
    assert.include(err, "'models/patterns/ab-ba.ts' (did you mean that?)");
  });

  /** What bash would offer for the words of a line. */
  function completed(...words: readonly string[]): readonly string[] {
    const bin = join(workshop.folder, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "lockproof"), `#!/bin/sh\nexec '${process.execPath}' '${inClone("cli/lockproof.mjs")}' "$@"\n`);
    chmodSync(join(bin, "lockproof"), 0o755);
    const script = `source <(lockproof completion)
COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_lockproof_yargs_completions
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const out = execFileSync("bash", ["-c", script, "bash", "lockproof", ...words], { cwd: inClone(), env, encoding: "utf8" });
    return out.split("\n").filter((word) => word !== "");
  }

  it("bash completes commands, options, their values, models and codes", () => {
    assert.deepEqual(completed("ch"), ["check"]);
    assert.deepEqual(completed("check", "--ti"), ["--timeout"]);
    assert.deepEqual(completed("check", "models/patterns/ab"), ["models/patterns/ab-ba.ts"]);
    assert.deepEqual(completed("trace", "--variant", "broken", "models/patterns/lost-u"), ["models/patterns/lost-update.ts"]);
    assert.deepEqual(completed("check", "--engine", ""), ["tlc", "builtin"]);
    assert.deepEqual(completed("explain", "LM10").slice(0, 2), ["LM100", "LM101"]);
    assert.deepEqual(completed("explain", "circ"), ["circular-wait"]);
  });

  it("help names every command, says for each what it does, and fits a terminal", async () => {
    const helpOf = async (...argv: readonly string[]): Promise<string> => {
      const text = await parseArguments([...argv, "--help"], "1");
      return typeof text === "string" ? text : assert.fail();
    };
    const commands = [...(await helpOf()).matchAll(/^ {2}lockproof (\S+)/gm)].map((match) => match[1] ?? "");
    for (const command of ["init", "check", "trace", "report", "import", "explain", "doctor"]) assert.include(commands, command);
    for (const command of commands.filter((name) => name !== "completion")) {
      const text = await helpOf(command);
      assert.match(text, new RegExp(`^lockproof ${command}`));
      for (const line of text.split("\n")) assert.isAtMost(line.length, 110, line);
    }
  });
});
