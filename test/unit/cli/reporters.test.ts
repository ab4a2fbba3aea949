// `--reporter` and `lockproof report`: where reports go, and that none goes where it must not.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { run } from "../../../cli/run.js";
import { checkOutputSchema } from "../../../harness/result.js";
import { verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";
import { SPLATS } from "../../support/splats.js";

const RESULTS = Object.values(SPLATS);

describe("[U] cli reporters", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockproof-reporters-"));
    mkdirSync(join(cwd, "out"));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  async function lockproof(...argv: readonly string[]) {
    const world = fakeWorld({ cwd, results: RESULTS });
    return { code: await run(argv, world.services), out: world.out(), err: world.err(), checks: world.requests.length };
  }

  it("writes files and prints the table all the same", async () => {
    const { code, out, err } = await lockproof("check", "m", "--reporter", "json=out/new/a.json,terminal=b.txt");
    assert.equal(code, 1);
    assert.match(out, /\d+ checks of 1 model/);
    assert.include(err, `lockproof: wrote ${join("out", "new", "a.json")}\n`);
    assert.lengthOf(checkOutputSchema.parse(JSON.parse(readFileSync(join(cwd, "out/new/a.json"), "utf8"))).results, RESULTS.length);
    assert.include(readFileSync(join(cwd, "b.txt"), "utf8"), "[ BUG: Invalid wait context ]");
    assert.deepEqual(readdirSync(join(cwd, "out/new")), ["a.json"]);
  });

  it("prints only JSON for --json, and for the reporter json without a file", async () => {
    const flag = await lockproof("check", "m", "--json");
    const reporter = await lockproof("check", "m", "--reporter", "json");
    assert.equal(flag.out, reporter.out);
    assert.lengthOf(checkOutputSchema.parse(JSON.parse(flag.out)).results, RESULTS.length);
  });

  it("shows a saved run again, with the same exit code", async () => {
    await lockproof("check", "m", "--reporter", "json=run.json");
    const again = await lockproof("report", "run.json", "--reporter", "json");
    assert.equal(again.code, 1);
    assert.equal(again.out, readFileSync(join(cwd, "run.json"), "utf8"));
    assert.equal(again.checks, 0);
    const text = await lockproof("report", "run.json");
    assert.include(text.out, "[ BUG: Invalid wait context ]");
  });

  it("knows the sources of a saved run without the files", async () => {
    mkdirSync(join(cwd, "models"));
    writeFileSync(join(cwd, "models/example.ts"), "one\n".repeat(60));
    const world = fakeWorld({ cwd, results: [verified()] });
    await run(["check", "m", "--reporter", "json=run.json"], world.services);
    rmSync(join(cwd, "models"), { recursive: true });
    const { sources } = checkOutputSchema.parse(JSON.parse((await lockproof("report", "run.json", "--reporter", "json")).out));
    assert.deepEqual(sources, { "models/example.ts": "one\n".repeat(60) });
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [["--reporter", "jsn=a"], /There is no reporter 'jsn'\. Did you mean json\? There are: terminal, json/],
    [["--reporter", "json="], /names no file/],
    [["--reporter", "json,terminal"], /json takes all of standard output/],
    [["--json", "--reporter", "terminal"], /json takes all of standard output/],
    [["--reporter", "json=a,terminal=./a"], /Two reporters write to/],
    [["--reporter", "json=../a.json"], /would lie outside/],
    [["--reporter", "json=/etc/a.json"], /would lie outside/],
    [["--reporter", "json=out/../../a.json"], /would lie outside/],
    [["--reporter", "json=out"], /is a folder/],
    [["--reporter", "json=."], /would lie outside/],
    [["--reporter", "json=null", "--output-dir", "/dev"], /is a device, a pipe or a socket/],
    [["--reporter", "json=a", "--output-dir", "x", "--output-dir", "y"], /--output-dir is given more than once/],
  ];
  for (const [argv, message] of mistakes) {
    it(`refuses ${argv.join(" ")} before anything is checked`, async () => {
      const { code, out, err, checks } = await lockproof("check", "m", ...argv);
      assert.equal(code, 2);
      assert.equal(checks, 0);
      assert.equal(out, "");
      assert.match(err, message);
    });
  }

  it("follows no symbolic link out of the output folder", async () => {
    symlinkSync(tmpdir(), join(cwd, "out/away"));
    symlinkSync(join(tmpdir(), "not-there"), join(cwd, "out/dangling"));
    symlinkSync("/etc/passwd", join(cwd, "out/file"));
    for (const name of ["out/away/a.json", "out/dangling", "out/dangling/a.json", "out/file", "out/away/new/a.json"]) {
      const { code, err, checks } = await lockproof("check", "m", "--reporter", `json=${name}`);
      assert.equal(code, 2, name);
      assert.equal(checks, 0);
      assert.match(err, /would lie outside/);
    }
    symlinkSync(join(cwd, "out"), join(cwd, "inside"));
    assert.equal((await lockproof("check", "m", "--reporter", "json=inside/a.json")).code, 1);
    assert.isTrue(existsSync(join(cwd, "out/a.json")));
  });

  it("writes into the folder that --output-dir names", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "lockproof-elsewhere-"));
    await lockproof("check", "m", "--output-dir", elsewhere, "--reporter", "json=a.json");
    assert.deepEqual(readdirSync(elsewhere), ["a.json"]);
    rmSync(elsewhere, { recursive: true });
  });

  it("is a tool failure when a report cannot be written", async () => {
    writeFileSync(join(cwd, "file"), "");
    const { code, err } = await lockproof("check", "m", "--reporter", "json=file/a.json");
    assert.equal(code, 4);
    assert.match(err, /a\.json cannot be written: /);
  });

  const damaged: readonly (readonly [string, RegExp])[] = [
    ["{", /is no saved run: it is no JSON, or not all of it\. To fix, check the models again with --json\./],
    ["", /is no saved run: it is empty\. To fix, /],
    ["null", /is no saved run: it: /],
    ['{ "schemaVersion": 1, "results": [] }', /has schema version 1, not 2/],
    [
      '{ "schemaVersion": 2, "tool": { "name": "lockproof", "version": "1" }, "results": [{}], "sources": {} }',
      /is no saved run: results\.0/,
    ],
  ];
  for (const [text, message] of damaged) {
    it(`refuses a saved run that is ${text}`, async () => {
      writeFileSync(join(cwd, "run.json"), text);
      const { code, err } = await lockproof("report", "run.json");
      assert.equal(code, 2);
      assert.match(err, message);
      assert.match(err, /^[^\n]*\n$/);
    });
  }
});
