// `lockproof check` against a checker that plays a script.

import { assert } from "chai";
import { run } from "../../../cli/run.js";
import type { ResultCache } from "../../../harness/cache.js";
import { REDUCTIONS } from "../../../harness/request.js";
import { type CheckResult, checkOutputSchema } from "../../../harness/result.js";
import { finding, inconclusive, rejected, toolFailure, verified, violated } from "../../support/results.js";
import { type FakeWorldOptions, fakeWorld } from "../../support/services.js";

const named = (model: string, result: CheckResult): CheckResult => ({ ...result, subject: { ...result.subject, model } });
const expected = violated(finding("stuck"), undefined, { asExpected: true });

async function check(options: FakeWorldOptions, ...argv: readonly string[]) {
  const world = fakeWorld(options);
  return { code: await run(["check", "models", ...argv], world.services), ...world };
}

describe("[U] cli check", () => {
  it("asks for what the options say", async () => {
    const { requests } = await check(
      { results: [verified()] },
      "--set",
      "n=3",
      "--config",
      "c",
      "--timeout",
      "2m",
      "--heap",
      "2g",
      "--workers",
      "2",
      "--no-cache",
    );
    assert.deepEqual(requests, [
      {
        models: ["models"],
        root: "/nowhere",
        parameters: { n: 3 },
        variants: [],
        configurations: ["c"],
        engine: "tlc",
        simulate: null,
        workers: 2,
        timeoutMs: 120_000,
        heapMb: 2048,
        cache: false,
        checkpoints: "off",
        reductions: REDUCTIONS,
        strict: false,
      },
    ]);
  });

  it("keeps searches that are stopped, and goes on with them when told to", async () => {
    assert.strictEqual((await check({ results: [verified()] })).requests[0]?.checkpoints, "keep");
    assert.strictEqual((await check({ results: [verified()] }, "--resume")).requests[0]?.checkpoints, "resume");
    assert.strictEqual((await check({ results: [verified()] }, "--simulate", "5")).requests[0]?.checkpoints, "off");
    for (const wrong of [["--no-cache"], ["--engine", "builtin"], ["--simulate", "5"]]) {
      const { code, err, requests } = await check({ results: [verified()] }, "--resume", ...wrong);
      assert.strictEqual(code, 2);
      assert.match(err(), /--resume/);
      assert.deepEqual(requests, []);
    }
  });

  it("asks TLC, and nobody else, for random executions", async () => {
    const { requests } = await check({ results: [verified()] }, "--simulate", "10_000");
    assert.strictEqual(requests[0]?.simulate, 10_000);
    for (const wrong of [
      ["--simulate", "0"],
      ["--simulate", "some"],
      ["--simulate", "5", "--engine", "builtin"],
    ]) {
      const { code, err } = await check({ results: [verified()] }, ...wrong);
      assert.strictEqual(code, 2);
      assert.match(err(), /--simulate/);
    }
  });

  it("prints a row for each check and the counts, and no report of what was expected", async () => {
    const { code, out } = await check({ results: [named("a", verified()), named("b", expected)] });
    assert.equal(code, 0);
    assert.match(
      out(),
      /^ok {4}a {2}before raw-lock-nesting {2}verified .* 1,284 states .*\nok {4}b {2}.* stuck \(expected\) .*\n\n2 checks of 1 model: 2 as expected, 0 not, 0 inconclusive, 0 rejected, 0 failed; 0 from the cache\..*\n$/,
    );
  });

  it("prints the report of what was not expected under its row", async () => {
    const { code, out } = await check({ results: [named("a", violated(finding("stuck"))), named("b", verified())] });
    assert.equal(code, 1);
    assert.match(out(), /^BAD {3}a[^]*\[ BUG: no context can go on \][^]*repeat: npx lockproof check models\/example\.ts[^]*\nok {4}b/);
  });

  it("prints every report with --verbose, and for a single model", async () => {
    assert.include((await check({ results: [expected] }, "--verbose")).out(), "[ BUG: no context can go on ]");
    const world = fakeWorld({ results: [expected] });
    await run(["check", "models/one.ts"], world.services);
    assert.include(world.out(), "[ BUG: no context can go on ]");
  });

  it("prints rows in the planned order, whatever finishes first", async () => {
    const results = ["a", "b", "c"].map((model) => named(model, verified()));
    const { out } = await check({
      check(_request, events) {
        events.planned?.(results.map(({ subject }) => subject));
        for (const result of [...results].reverse()) events.finished?.(result);
        return Promise.resolve(results);
      },
    });
    assert.deepEqual(
      out()
        .match(/^ok +(.)/gm)
        ?.map((row) => row.at(-1)),
      ["a", "b", "c"],
    );
  });

  it("prints results that were never planned", async () => {
    const { code, out, err } = await check({ check: () => Promise.resolve([rejected()]) });
    assert.equal(code, 2);
    assert.match(out(), /^FAIL +example .* rejected: 2 diagnostics/);
    assert.include(err(), "models/example.ts:3:3: LM101: ", "diagnostics go to standard error");
    assert.notInclude(out(), "LM101");
  });

  it("never shows inconclusive as success, and says how to go on", async () => {
    const { code, out } = await check({ results: [inconclusive()] });
    assert.equal(code, 3);
    assert.match(out(), /^\?{4} .* inconclusive: timeout .*242,611 states [^]*- Allow more time/);
  });

  it("ends with 4 when a tool failed", async () => {
    const { code, out } = await check({ results: [toolFailure()] });
    assert.equal(code, 4);
    assert.match(out(), /^FAIL .*tool failure: LM501[^]*No Java was found[^]*\| sh: java: not found/);
  });

  it("ends with 2 when there is no model", async () => {
    const { code, out, err } = await check({ results: [] });
    assert.equal(code, 2);
    assert.equal(err(), 'lockproof: no model in models. A model is a .ts file that declares a context, like task("name", f).\n');
    assert.include(out(), "0 checks of 0 models: 0 as expected");
  });

  it("prints nothing but JSON with --json", async () => {
    const { code, out, err } = await check({ results: [expected, inconclusive()] }, "--json");
    assert.equal(code, 3);
    const { schemaVersion, results, sources } = checkOutputSchema.parse(JSON.parse(out()));
    assert.deepEqual({ schemaVersion, results, sources }, { schemaVersion: 2, results: [expected, inconclusive()], sources: {} });
    assert.equal(err(), "");
  });

  it("stops on the first Ctrl-C, tells what is known, and leaves on the second", async () => {
    const world = fakeWorld({
      check(_request, events, signal) {
        events.planned?.([verified().subject, inconclusive().subject]);
        events.finished?.(verified());
        world.interrupt();
        assert.isTrue(signal.aborted);
        assert.deepEqual(world.left, []);
        world.interrupt();
        return Promise.resolve([verified(), named("later", inconclusive({ reason: "interrupted" }))]);
      },
    });
    assert.equal(await run(["check", "models"], world.services), 130);
    assert.deepEqual(world.left, [130]);
    assert.match(world.out(), /ok .*verified[^]*\?{4} +later .*interrupted[^]*2 checks/);
  });

  it("does not load the checker when the cache has the answer", async () => {
    const cache: ResultCache = {
      lookupRun: () => [verified({ cached: true })],
      storeRun: () => undefined,
      lookup: () => null,
      store: () => undefined,
    };
    const hit = await check({ cache, check: () => assert.fail("the checker ran") });
    assert.equal(hit.code, 0);
    assert.match(hit.out(), /verified .* cached\n[^]*1 from the cache/);
    const passedOver = await check({ cache, results: [verified()] }, "--no-cache");
    assert.lengthOf(passedOver.requests, 1);
  });

  it("tells of progress in lines where there is no terminal, and only when it takes long", async () => {
    const long = await check({ results: [verified()], tick: 5000 });
    assert.match(long.err(), /^lockproof: example before raw-lock-nesting {2}\d+\.0 s {2}1,284 states, 0 waiting, depth 21\n$/);
    assert.equal((await check({ results: [verified()], tick: 100 })).err(), "");
  });

  it("rewrites one line for each running check on a terminal, never wider than it", async () => {
    const { err, out } = await check({ results: [named("x".repeat(100), verified())], terminal: true }, "--no-color");
    assert.include(err(), "\x1b[1A\x1b[0J");
    const widths = err()
      .replaceAll(/\x1b\[\d[AJ]/g, "")
      .split("\n")
      .map((text) => text.length);
    assert.isAtMost(Math.max(...widths), 59);
    assert.notInclude(out(), "\x1b");
  });

  it("lets no escape sequence of a model through", async () => {
    const evil = "\x1b[2J\u202eevil\r\n";
    const dirty = violated(finding("assertion", { message: evil, property: evil }), undefined, {});
    const { out, err } = await check({ results: [named(evil, dirty)] });
    assert.notMatch(`${out()}${err()}`, /[\x1b\r\u202e]/);
    assert.include(out(), "\\x1b[2J\\u202eevil\\x0d\\x0a");
  });

  it("says that a bug is a bug", async () => {
    const { code, err } = await check({ check: () => Promise.reject(new Error("boom")) });
    assert.equal(code, 4);
    assert.include(err(), "this is a bug in lockproof. Error: boom");
  });
});
