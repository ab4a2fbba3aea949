// compile, specs, doctor, explain, schema.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { assert } from "chai";
import { doctor } from "../../../cli/commands/doctor.js";
import { explain } from "../../../cli/commands/explain.js";
import { run } from "../../../cli/run.js";
import type { CompiledModel } from "../../../harness/request.js";
import { findingKindSchema } from "../../../harness/result.js";
import { renderJson } from "../../../report/json.js";
import { inClone } from "../../support/clone.js";
import { rejected, verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";
import { SPLATS } from "../../support/splats.js";

const RENDERING = { color: false, readSource: () => null, version: "0.1.0", page: () => ({ script: "", style: "" }) };

function compiled(module: string, version: string, file = "models/a/b.ts"): CompiledModel {
  const subject = { ...verified().subject, file, variants: { version } };
  return {
    subject,
    module,
    files: { [`${module}.tla`]: `MODULE ${module}\n`, [`${module}.cfg`]: "SPECIFICATION Spec\n", "Locks.tla": "library\n" },
  };
}

describe("[U] cli compile", () => {
  it("prints the module, or the configuration", async () => {
    const world = fakeWorld({ compiled: [compiled("b_before", "before")] });
    assert.equal(await run(["compile", "models/a/b.ts"], world.services), 0);
    assert.equal(world.out(), "MODULE b_before\n");
    const cfg = fakeWorld({ compiled: [compiled("b_before", "before")] });
    assert.equal(await run(["compile", "models/a/b.ts", "--cfg"], cfg.services), 0);
    assert.equal(cfg.out(), "SPECIFICATION Spec\n");
  });

  it("says which versions there are when there is more than one", async () => {
    const world = fakeWorld({ compiled: [compiled("b_before", "before"), compiled("b_fixed", "fixed")] });
    assert.equal(await run(["compile", "models/a/b.ts"], world.services), 2);
    assert.equal(world.out(), "");
    assert.include(world.err(), "has 2 specifications");
    assert.include(world.err(), "  --variant version=fixed --config raw-lock-nesting\n");
  });

  it("prints diagnostics on standard error", async () => {
    const world = fakeWorld({ rejected: [rejected()] });
    assert.equal(await run(["compile", "x.ts"], world.services), 2);
    assert.include(world.err(), "LM101");
  });

  it("ends with 2 when there is no model", async () => {
    assert.equal(await run(["compile", "x.ts"], fakeWorld().services), 2);
  });
});

describe("[U] cli specs", () => {
  let cwd = "";
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockproof-specs-"));
    mkdirSync(join(cwd, "specs/lib"), { recursive: true });
    writeFileSync(join(cwd, "specs/lib/Locks.tla"), "library\n");
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const specs = async (models: readonly CompiledModel[], ...argv: readonly string[]) => {
    const world = fakeWorld({ compiled: models, cwd });
    return { code: await run(["specs", ...argv], world.services), ...world };
  };

  it("writes modules and configurations, not the library, and is then content", async () => {
    const models = [compiled("b_before", "before"), compiled("b_fixed", "fixed")];
    assert.equal((await specs(models, "--check")).code, 1);
    const written = await specs(models);
    assert.equal(written.code, 0);
    assert.equal(written.out(), "2 specifications of 1 models: 4 files changed.\n");
    assert.equal(readFileSync(join(cwd, "specs/generated/a/b/b_fixed.tla"), "utf8"), "MODULE b_fixed\n");
    const again = await specs(models, "--check");
    assert.equal(again.code, 0);
    assert.include(again.out(), "0 files differ");
  });

  it("finds what is stale, missing or without a model, and puts it right", async () => {
    await specs([compiled("b_before", "before"), compiled("b_fixed", "fixed")]);
    writeFileSync(join(cwd, "specs/generated/a/b/b_before.tla"), "edited");
    rmSync(join(cwd, "specs/generated/a/b/b_before.cfg"));
    const models = [compiled("b_before", "before")];
    const { code, err } = await specs(models, "--check");
    assert.equal(code, 1);
    assert.include(err(), "specs/generated/a/b/b_before.cfg is missing");
    assert.include(err(), "specs/generated/a/b/b_before.tla is stale");
    assert.include(err(), "specs/generated/a/b/b_fixed.tla is without a model");
    await specs(models);
    assert.equal((await specs(models, "--check")).code, 0);
  });

  it("removes nothing when there is no model", async () => {
    await specs([compiled("b_before", "before")]);
    assert.equal((await specs([])).code, 2);
    assert.equal((await specs([compiled("b_before", "before")], "--check")).code, 0);
  });

  it("writes only below specs/generated", async () => {
    assert.equal((await specs([compiled("x", "before", "../outside.ts")])).code, 4);
  });
});

describe("[U] cli doctor, explain, schema", () => {
  it("tells what is broken and ends with 4", async () => {
    const world = fakeWorld();
    const findings = [
      { state: "ok", what: "node", text: "20.20.2" },
      { state: "broken", what: "java", text: "No Java.\x1b" },
    ] as const;
    assert.equal(await doctor({ color: undefined }, world.services, () => Promise.resolve(findings)), 4);
    assert.equal(world.out(), "ok      node     20.20.2\nbroken  java     No Java.\\x1b\n\n2 looked at: 1 broken.\n");
    assert.equal(await doctor({ color: true }, world.services, () => Promise.resolve(findings.slice(0, 1))), 0);
  });

  it("has a page on each kind of finding", () => {
    for (const kind of findingKindSchema.options) {
      const world = fakeWorld();
      assert.equal(explain(kind, world.services), 0);
      assert.match(world.out(), new RegExp(`^# ${kind}\n`));
    }
  });

  it("lists what there is a page on", async () => {
    const { services, out } = fakeWorld();
    assert.equal(await run(["explain"], services), 0);
    assert.match(out(), /^LM101: Unsupported syntax$/m);
    assert.match(out(), /^circular-wait: Some contexts wait for each other/m);
  });

  it("finds a page in any case, and the nearest for a slip", async () => {
    assert.equal(explain("Wait-Context", fakeWorld().services), 0);
    const world = fakeWorld();
    assert.equal(await run(["explain", "wait-contxt"], world.services), 2);
    assert.match(world.err(), /There is no page on 'wait-contxt'\. Did you mean wait-context\?/);
    assert.equal(await run(["explain", "../semantics"], fakeWorld().services), 2);
    assert.isTrue(inClone("docs").endsWith("docs"));
  });

  it("prints a schema that another validator agrees with", async () => {
    const world = fakeWorld();
    assert.equal(await run(["schema"], world.services), 0);
    const schema: unknown = JSON.parse(world.out());
    if (typeof schema !== "object" || schema === null) return assert.fail();
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const result of [...Object.values(SPLATS), verified(), rejected()])
      assert.isTrue(validate(JSON.parse(renderJson([result], RENDERING))), JSON.stringify(validate.errors));
    assert.isFalse(validate({ ...JSON.parse(renderJson([], RENDERING)), results: [{ ...verified(), outcome: "fine" }] }));
  });
});
