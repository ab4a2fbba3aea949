// Compiled code that is kept: taken again only for the same module, never damaged, and never a reason to fail.

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";

const KEEP = new URL("../../../../cli/compiled-code/keep.js", import.meta.url).href;
const PADDING = `/*${"x".repeat(600_000)}*/`;

function lastWords(argv: readonly string[]): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, argv, (error, out, err) => settle({ code: error?.code ?? 0, out, err }));
  });
}

describe("[U] cli/compiled-code", () => {
  let folder = "";
  let kept = "";
  const module = (): string => join(folder, "large.cjs");
  const put = (text: string): void => writeFileSync(module(), `${PADDING}\n${text}`);
  const required = (): string => `createRequire(${JSON.stringify(join(folder, "here.js"))})("./large.cjs")`;
  /** What a process says that requires the module. */
  const run = async (after = "", expected = 0): Promise<string> => {
    const script = `import { createRequire } from "node:module";
      const { keepCompiledCode } = await import(${JSON.stringify(KEEP)});
      keepCompiledCode(${JSON.stringify(kept)});
      console.log(${required()}.answer());
      ${after}`;
    const { code, out, err } = await lastWords(["--input-type=module", "--eval", script]);
    assert.deepEqual({ code, err }, { code: expected, err: "" });
    return out.trim();
  };
  const files = (): readonly string[] => readdirSync(kept);
  const only = (): string => join(kept, files()[0] ?? "");
  /** Made to look old, so that a file written anew is told from one that was not. */
  const age = (): void => utimesSync(only(), 1000, 1000);
  const isOld = (): boolean => statSync(only()).mtimeMs === 1_000_000;

  before(function () {
    // From there on Node does it.
    if (Number(process.versions.node.split(".")[0]) >= 22) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockproof-compiled-"));
    kept = join(folder, "a/b");
    put("exports.answer = () => 'one' + require('node:path').sep + __filename.slice(-9) + (this === exports);");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is written once, and the module is the same with it", async () => {
    assert.equal(await run(), "one/large.cjstrue");
    assert.lengthOf(files(), 1);
    age();
    assert.equal(await run(), "one/large.cjstrue");
    assert.isTrue(isOld());
  });

  it("has the functions that were called later", async () => {
    put("exports.answer = () => 'small'; exports.later = () => 'a text that only the function called later has in it';");
    await run();
    const without = statSync(only()).size;
    rmSync(only());
    await run(`${required()}.later();`);
    assert.isAbove(statSync(only()).size, without);
  });

  it("is not taken for a module that has changed, even to another of the same length", async () => {
    put("exports.answer = () => 'one';");
    assert.equal(await run(), "one");
    put("exports.answer = () => 'two';");
    assert.equal(await run(), "two");
    assert.equal(await run(), "two");
    assert.lengthOf(files(), 1);
  });

  it("is not taken when one byte is wrong, or the end is missing, and is then written anew", async () => {
    await run();
    const good = readFileSync(only());
    for (const place of [0, 40, Math.floor(good.length / 2), good.length - 1]) {
      const bad = Buffer.from(good);
      bad[place] = (bad[place] ?? 0) ^ 0x55;
      writeFileSync(only(), bad);
      age();
      assert.equal(await run(), "one/large.cjstrue", `byte ${place}`);
      assert.isFalse(isOld(), `byte ${place}`);
    }
    for (const length of [0, 10, 32, good.length - 1]) {
      writeFileSync(only(), good.subarray(0, length));
      age();
      assert.equal(await run(), "one/large.cjstrue", `${length} bytes`);
      assert.isFalse(isOld(), `${length} bytes`);
    }
  });

  it("is no reason to fail where nothing can be written", async () => {
    writeFileSync(join(folder, "a"), "a file where the folder should be");
    assert.equal(await run(), "one/large.cjstrue");
  });

  it("is whole when several write it at once, and nothing else is left", async () => {
    const said = await Promise.all([1, 2, 3, 4].map(() => run()));
    assert.deepEqual(new Set(said), new Set(["one/large.cjstrue"]));
    assert.lengthOf(files(), 1);
    age();
    assert.equal(await run(), "one/large.cjstrue");
    assert.isTrue(isOld());
  });

  it("is not written by a run that was cut short", async () => {
    await run("process.exitCode = 2;", 2);
    assert.isFalse(existsSync(kept));
  });
});
