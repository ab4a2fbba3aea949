// lockproof init: what it writes, and what it leaves alone. That it passes is checked end to end.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { assert } from "chai";
import fc from "fast-check";
import ts from "typescript";
import { withScript } from "../../../cli/init/package-script.js";
import { run } from "../../../cli/run.js";
import { fakeWorld } from "../../support/services.js";

describe("[U] cli init", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockproof-init-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const read = (name: string): string => readFileSync(join(cwd, name), "utf8");
  const init = async (): Promise<string> => {
    const world = fakeWorld({ cwd });
    assert.equal(await run(["init"], world.services), 0);
    return world.out();
  };

  /** What TypeScript says of a project. */
  const problemsIn = (config: string): readonly string[] => {
    const json: unknown = JSON.parse(read(config));
    const { fileNames, options, errors } = ts.parseJsonConfigFileContent(json, ts.sys, dirname(join(cwd, config)));
    const found = [...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options))];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  };

  it("writes a model, settings and a script", async () => {
    writeFileSync(join(cwd, "package.json"), '{\n\t"name": "drivers"\n}\n');
    const out = await init();
    assert.include(read("models/counter.ts"), "expect(");
    assert.deepEqual(JSON.parse(read("lockproof.json")), { models: ["models"] });
    assert.equal(read("package.json"), '{\n\t"name": "drivers",\n\t"scripts": {\n\t\t"lockproof": "lockproof check"\n\t}\n}\n');
    assert.include(out, "npx lockproof check");
  });

  it("names the schema where lockproof is installed", async () => {
    mkdirSync(join(cwd, "node_modules/lockproof/docs"), { recursive: true });
    writeFileSync(join(cwd, "node_modules/lockproof/docs/lockproof.schema.json"), "{}");
    await init();
    assert.include(read("lockproof.json"), '"$schema": "./node_modules/lockproof/docs/lockproof.schema.json"');
  });

  it("writes what an editor type-checks in an empty folder", async () => {
    await init();
    assert.deepEqual(problemsIn("models/tsconfig.json"), []);
    writeFileSync(join(cwd, "models/wrong.ts"), 'import { mutex, spin_lock } from "lockproof/dsl";\nconst m = mutex();\nspin_lock(m);\n');
    assert.lengthOf(problemsIn("models/tsconfig.json"), 1);
  });

  it("leaves finding the language to the editor where lockproof is a dependency", async () => {
    mkdirSync(join(cwd, "node_modules/lockproof"), { recursive: true });
    writeFileSync(join(cwd, "node_modules/lockproof/package.json"), "{}");
    await init();
    assert.notInclude(read("models/tsconfig.json"), "paths");
  });

  it("overwrites nothing", async () => {
    mkdirSync(join(cwd, "models"));
    writeFileSync(join(cwd, "models/tsconfig.json"), "{}");
    writeFileSync(join(cwd, "models/counter.ts"), "mine");
    writeFileSync(join(cwd, "lockproof.json"), "{}");
    writeFileSync(join(cwd, "package.json"), '{ "scripts": { "lockproof": "mine" } }');
    const out = await init();
    assert.equal(read("models/counter.ts"), "mine");
    assert.equal(read("lockproof.json"), "{}");
    assert.equal(read("models/tsconfig.json"), "{}");
    assert.equal(read("package.json"), '{ "scripts": { "lockproof": "mine" } }');
    assert.include(out, "Everything is there already.");
  });

  it("does without a package.json, and with one that cannot be read", async () => {
    assert.include(await init(), "no script for npm");
    assert.isFalse(existsSync(join(cwd, "package.json")));
    writeFileSync(join(cwd, "package.json"), '{ "scripts": [');
    assert.include(await init(), '"lockproof": "lockproof check"');
    assert.equal(read("package.json"), '{ "scripts": [');
  });

  it("adds the script to any package.json and changes nothing else", () => {
    const scripts = fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 9 }), { maxKeys: 3 });
    const others = fc.dictionary(fc.constantFrom("name", "files", "bin"), fc.jsonValue({ maxDepth: 2 }));
    const space = fc.constantFrom<number | string>(0, 2, 4, "\t");
    fc.assert(
      fc.property(others, fc.option(scripts), space, (rest, own, indent) => {
        const before = own === null ? rest : { ...rest, scripts: own };
        const made = withScript(`${JSON.stringify(before, undefined, indent)}\n`);
        if (made.kind !== "added") return made.kind === "unreadable" || (own !== null && "lockproof" in own);
        // As JSON has it: there is no -0.
        const expected = JSON.stringify({ ...rest, scripts: { ...own, lockproof: "lockproof check" } });
        assert.deepEqual(JSON.parse(made.text), JSON.parse(expected));
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});
