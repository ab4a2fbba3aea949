import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { runTlc, type TlcOutcome, type TlcRequest, type TlcRunResult } from "../../tla-tools/index.js";
import { tools } from "../support/tlc.js";
import { specFiles, specFolder, temporaryFolder } from "../unit/tla-tools/support.js";

describe("[T] Outcomes of the real TLC", () => {
  const cleanups: (() => void)[] = [];
  let runs = "";

  before(() => {
    runs = join(temporaryFolder(cleanups), "runs with space \u00e9");
    mkdirSync(runs);
  });

  afterEach(() => {
    assert.isEmpty(readdirSync(runs), "something was left behind");
  });

  after(() => {
    for (const cleanup of cleanups.splice(0)) {
      cleanup();
    }
  });

  async function run(changes: Partial<TlcRequest> & Pick<TlcRequest, "files" | "module">): Promise<TlcRunResult> {
    const { java, jar } = await tools();
    return runTlc({ java, jar, temporaryDirectory: runs, heapMb: 256, timeoutMs: 30_000, ...changes });
  }

  function spec(module: string): Pick<TlcRequest, "files" | "module"> {
    return { files: specFiles(module), module };
  }

  function changed(module: string, config: string): Pick<TlcRequest, "files" | "module"> {
    return { files: { ...specFiles(module), [`${module}.cfg`]: config }, module };
  }

  const outcomes: readonly (readonly [string, TlcOutcome])[] = [
    ["Ok", "verified"],
    ["Inv", "invariant"],
    ["InvInit", "invariant"],
    ["Dead", "deadlock"],
    ["Stutter", "temporal"],
    ["Lasso", "temporal"],
    ["Asrt", "assertion"],
    ["Asm", "assumption"],
    ["Eval", "evaluation-error"],
    ["EvalInv", "evaluation-error"],
    ["Cmp", "evaluation-error"],
    ["IntO", "evaluation-error"],
    ["Incomp", "evaluation-error"],
    ["Stk", "stack-overflow"],
    ["NoInit", "no-initial-state"],
    ["ActP", "action-property"],
    ["PropInit", "property-initial"],
    ["Vals", "invariant"],
    ["Parse", "spec-error"],
    ["Sem", "spec-error"],
    ["Lev", "spec-error"],
    ["Other", "spec-error"],
    ["Cfg1", "spec-error"],
    ["Cfg2", "spec-error"],
    ["Cfg4", "spec-error"],
    ["Cfg5", "spec-error"],
  ];

  for (const [module, outcome] of outcomes) {
    it(`are as recorded: ${module} ends as ${outcome}`, async () => {
      const result = await run(spec(module));
      assert.strictEqual(result.outcome, outcome, JSON.stringify(result));
      assert.isEmpty(result.diagnostics);
      assert.strictEqual(result.version, "2.18 of 20 March 2023");
    });
  }

  it("follow the request: fingerprint, seed, workers and heap are in the mode line", async () => {
    const result = await run({ ...spec("Ok"), fp: 7, seed: 42, workers: 2, profile: "long" });
    assert.strictEqual(result.outcome, "verified");
    assert.include(result.mode, { search: "breadth-first", fp: 7, seed: "42", workers: 2 });
    // TLC's advice to take the parallel collector: docs/adr/ADR010-memory-at-a-million-states.md says why not.
    assert.deepEqual(
      result.warnings.map(({ code }) => code),
      [2401],
    );
  });

  it("do not depend on the locale or on the options of Java in the environment", async () => {
    const env = { ...process.env, LC_ALL: "de_DE.UTF-8", LANG: "C", _JAVA_OPTIONS: "-Xmx1m", JAVA_TOOL_OPTIONS: "-Duser.language=de" };
    const result = await run({ ...spec("Ok"), env });
    assert.strictEqual(result.outcome, "verified");
    assert.isEmpty(result.process.errorTail);
  });

  it("leave deadlocks out when the request says so", async () => {
    assert.strictEqual((await run({ ...spec("Dead"), checkDeadlock: false })).outcome, "verified");
  });

  it("reject keywords that this TLC does not know", async () => {
    const config = "SPECIFICATION Spec\nPOSTCONDITION Post\n";
    assert.strictEqual((await run(changed("Ok", config))).outcome, "spec-error");
  });

  it("have a stack for two thousand parentheses, and report a stack overflow beyond", async () => {
    assert.notStrictEqual((await run(spec("N2000"))).outcome, "stack-overflow");
    const deep = 100_000;
    const text = `---- MODULE Deep ----\nVARIABLE x\nInit == x = ${"(".repeat(deep)}TRUE${")".repeat(deep)}\nNext == x' = x\nSpec == Init /\\ [][Next]_x\n====\n`;
    const result = await run({ files: { "Deep.tla": text, "Deep.cfg": "SPECIFICATION Spec\n" }, module: "Deep" });
    assert.strictEqual(result.outcome, "stack-overflow", JSON.stringify(result));
    assert.strictEqual(result.outcome === "stack-overflow" ? result.during : "", "parse");
  });

  it("are out of memory when the heap is too small", async () => {
    assert.strictEqual((await run({ ...spec("Oom3"), heapMb: 32 })).outcome, "out-of-memory");
  });

  it("are a tool failure when the heap cannot be had", async () => {
    const result = await run({ ...spec("Ok"), heapMb: 1 });
    assert.strictEqual(result.outcome === "tool-failure" ? result.reason : result.outcome, "java-setup");
  });

  it("are a timeout for a search without end", async () => {
    const result = await run({ ...spec("Big"), timeoutMs: 1500 });
    assert.strictEqual(result.outcome, "timeout");
    assert.isBelow(result.elapsedMs, 4000);
  });

  it("are a timeout with progress after a longer time", async () => {
    const seen: unknown[] = [];
    const result = await run({ ...spec("Big"), timeoutMs: 4500, onProgress: (progress) => seen.push(progress) });
    assert.strictEqual(result.outcome, "timeout");
    assert.isAbove(result.statistics.distinct ?? 0, 1000);
    assert.isNotEmpty(seen);
  });

  it("are interrupted by an abort", async () => {
    const { java, jar } = await tools();
    const signal = AbortSignal.timeout(900);
    const result = await runTlc({ ...spec("Big"), java, jar, temporaryDirectory: runs, heapMb: 256 }, signal);
    assert.strictEqual(result.outcome, "interrupted");
  });

  it("are a tool failure with a jar that is cut short or has no TLC", async () => {
    const { jar } = await tools();
    const folder = temporaryFolder(cleanups);
    for (const content of [readFileSync(jar.path).subarray(0, 100_000), Buffer.from("")]) {
      const path = join(folder, "broken.jar");
      writeFileSync(path, content);
      const sha256 = createHash("sha256").update(content).digest("hex");
      const result = await run({ ...spec("Ok"), jar: { path, sha256 } });
      assert.strictEqual(result.outcome === "tool-failure" ? result.reason : result.outcome, "bad-jar");
    }
  });

  it("count how often each action was taken", async () => {
    const result = await run({ ...spec("Cov"), extra: "coverage" });
    const counts = result.coverage.map(({ name, distinct, generated }) => `${name} ${distinct}:${generated}`);
    assert.deepEqual(counts, ["Init 2:2", "IncX 2:9", "Never 0:0", "Param 8:12"]);
  });

  it("come with the state graph", async () => {
    const result = await run({ ...spec("Cov"), extra: "dump-dot" });
    assert.match(result.dot ?? "", /^strict digraph DiskGraph \{/);
    assert.lengthOf(result.dot?.match(/ -> .*label="IncX"/g) ?? [], 9);
  });

  it("come with what the specification printed, which cannot forge a message", async () => {
    const result = await run(spec("Prn"));
    assert.strictEqual(result.outcome, "verified");
    assert.strictEqual(result.prints[0]?.text, '<<"init", 0, "@!@!@STARTMSG 2110:1 @!@!@">>');
    assert.deepEqual(
      result.prints.map((print) => print.values.length),
      [1, 1, 2, 1, 1, 2, 1],
    );
  });

  it("come with every print of several workers, each whole", async () => {
    const text = [
      "---- MODULE Many ----",
      "EXTENDS Naturals, TLC",
      "VARIABLES x, y",
      "Init == x = 0 /\\ y = 0",
      'Next == \\/ x < 40 /\\ x\' = x + 1 /\\ y\' = y /\\ PrintT(<<"step", x, y, "a text of some length">>)',
      '        \\/ y < 40 /\\ y\' = y + 1 /\\ x\' = x /\\ PrintT(<<"step", x, y, "a text of some length">>)',
      "Spec == Init /\\ [][Next]_<<x, y>>",
      "====",
    ].join("\n");
    const files = { "Many.tla": text, "Many.cfg": "SPECIFICATION Spec\n" };
    const result = await run({ files, module: "Many", workers: 2, checkDeadlock: false, profile: "long" });
    assert.strictEqual(result.outcome, "verified");
    assert.lengthOf(result.prints, 2 * 40 * 41);
    assert.isTrue(result.prints.every((print) => print.values[0]?.kind === "tuple"));
  });

  it("are the same for two runs at once of the same specification", async () => {
    const results = await Promise.all([run(spec("Dead")), run(spec("Dead"))]);
    assert.deepEqual(
      results.map((result) => result.outcome),
      ["deadlock", "deadlock"],
    );
    assert.deepEqual(results[0]?.trace, results[1]?.trace);
  });

  it("have specifications for all that is recorded", () => {
    assert.isAbove(readdirSync(specFolder).length, 60);
  });
});
