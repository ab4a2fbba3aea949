// lockproof.json: what it may say, what goes before it, and what is said about mistakes in it.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { assert } from "chai";
import { parseArguments } from "../../../cli/arguments.js";
import { run } from "../../../cli/run.js";
import { readSettings } from "../../../cli/settings/read.js";
import { SETTING_NAMES, type Settings } from "../../../cli/settings/schema.js";
import { inClone } from "../../support/clone.js";
import { verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";

const EVERYTHING: Settings = {
  $schema: "./x.json",
  models: ["a.ts", "b"],
  engine: "builtin",
  workers: 3,
  timeout: "2m",
  heap: "512m",
  cache: false,
  strict: true,
  reduce: ["steps"],
  verbose: true,
  diff: true,
  reporter: ["html=x.html"],
  "output-dir": "out",
  color: false,
};

describe("[U] cli/settings", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockproof-settings-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const put = (text: string): void => writeFileSync(join(cwd, "lockproof.json"), text);
  const mistake = (text: string): string => {
    put(text);
    try {
      readSettings(cwd);
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "none";
  };

  it("stand between options and defaults", async () => {
    const world = { cwd, settings: () => EVERYTHING };
    const command = await parseArguments(["check", "--timeout", "5s", "--reporter", "json", "--cache"], "1", world);
    if (typeof command === "string" || command.name !== "check") return assert.fail();
    const { options } = command;
    assert.deepEqual(options.models, ["a.ts", "b"]);
    assert.deepInclude(options, { engine: "builtin", workers: "3", timeout: "5s", heap: "512m", cache: true, strict: true });
    assert.deepInclude(options, { reduce: "steps", verbose: true, diff: true, "output-dir": "out", color: false });
    assert.deepEqual(options.reporter, ["json"]);
    const named = await parseArguments(["check", "x.ts"], "1", world);
    assert.deepNestedInclude(named, { "options.models": ["x.ts"], "options.reporter": ["html=x.html"], "options.set": [] });
  });

  it("reach every command that has the option, and no other", async () => {
    const world = { cwd, settings: () => EVERYTHING };
    assert.deepNestedInclude(await parseArguments(["trace", "x.ts"], "1", world), { "options.heap": "512m" });
    assert.deepNestedInclude(await parseArguments(["mutate"], "1", world), {
      "options.models": ["a.ts", "b"],
      "options.engine": "builtin",
    });
    assert.deepNestedInclude(await parseArguments(["report", "x.json"], "1", world), { "options.diff": true });
    assert.deepInclude(await parseArguments(["explain", "LM101"], "1", world), { name: "explain" });
    assert.deepNestedInclude(await parseArguments(["check"], "1", { cwd, settings: () => ({ reduce: [] }) }), { "options.reduce": false });
  });

  it("are read when a command wants them: a mistake leaves the help alone", async () => {
    const world = {
      cwd,
      settings: (): Settings => {
        throw new Error("read");
      },
    };
    assert.include(await parseArguments(["--help"], "1", world), "lockproof check");
    assert.deepInclude(await parseArguments(["doctor"], "1", world), { name: "doctor" });
  });

  it("name a mistake with its line, and the setting that was probably meant", () => {
    assert.equal(
      mistake(`{\n  "models": ["a"],\n  "timeot": "2m"\n}`),
      "lockproof.json:3: There is no setting 'timeot'. Did you mean timeout?",
    );
    assert.equal(mistake(`{ "zzz": 1 }`), "lockproof.json:1: There is no setting 'zzz'.");
    assert.equal(mistake(`{\n "timeout": "2 parsecs" }`), "lockproof.json:2: The setting 'timeout': is not like 60s, 2m or 500ms.");
    assert.match(mistake(`{ "workers": 0 }`), /^lockproof\.json:1: The setting 'workers': /);
    assert.match(mistake(`{ "reporter": ["html=a", "hmtl"] }`), /'reporter' entry 2: is not NAME or NAME=FILE with one of terminal/);
    assert.match(mistake(`{\n"models": [],\n}`), /^lockproof\.json:3: This is no JSON: /);
    assert.match(mistake(`{ "models": [`), /^lockproof\.json:1: This is no JSON: /);
    assert.equal(mistake(`[]`).split(":")[0], "lockproof.json");
    assert.match(mistake(""), /This is no JSON/);
  });

  it("may be absent, or begin with a byte order mark", () => {
    assert.deepEqual(readSettings(cwd), {});
    put(`\ufeff{ "heap": "2g" }`);
    assert.deepEqual(readSettings(cwd), { heap: "2g" });
  });

  it("have a published schema that says the same", () => {
    const schema: unknown = JSON.parse(readFileSync(inClone("docs/lockproof.schema.json"), "utf8"));
    assert.isObject(schema);
    const validate = new Ajv2020().compile(schema as Record<string, unknown>);
    assert.isTrue(validate(EVERYTHING), JSON.stringify(validate.errors));
    for (const bad of [{ timeot: "2m" }, { timeout: "2 parsecs" }, { workers: 0 }, { models: [] }, { engine: "spin" }])
      assert.isFalse(validate(bad), JSON.stringify(bad));
  });

  it("have the schema that the package ships", async () => {
    const world = fakeWorld();
    assert.equal(await run(["schema", "config"], world.services), 0);
    assert.deepEqual(JSON.parse(world.out()), JSON.parse(readFileSync(inClone("docs/lockproof.schema.json"), "utf8")));
  });

  it("are printed with where each comes from", async () => {
    put(`{ "timeout": "2m", "models": ["a", "b"] }`);
    const world = fakeWorld({ cwd });
    assert.equal(await run(["config"], world.services), 0);
    assert.match(world.out(), /^timeout {5}2m +lockproof\.json$/m);
    assert.match(world.out(), /^models {6}a, b +lockproof\.json$/m);
    assert.match(world.out(), /^heap {8}1g +default$/m);
    assert.lengthOf(world.out().trim().split("\n"), SETTING_NAMES.length - 1);
  });

  it("are used by check, and a mistake in them is one line and exit code 2", async () => {
    put(`{ "models": ["locks"], "timeout": "2m" }`);
    const world = fakeWorld({ cwd, results: [verified()] });
    assert.equal(await run(["check"], world.services), 0);
    assert.deepInclude(world.requests[0], { models: ["locks"], timeoutMs: 120_000 });
    put(`{ "timeot": "2m" }`);
    const bad = fakeWorld({ cwd });
    assert.equal(await run(["check"], bad.services), 2);
    assert.match(bad.err(), /^lockproof: lockproof\.json:1: There is no setting 'timeot'\. Did you mean timeout\?.*\n$/);
  });
});
