import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { openTlcPool, runTlc, serverClasses, type TlcPool, type TlcRequest, type TlcRunResult } from "../../tla-tools/index.js";
import { tools } from "../support/tlc.js";
import { specFiles, temporaryFolder } from "../unit/tla-tools/support.js";

/** One for each outcome that TLC reaches by itself. */
const MODULES =
  "Ok Inv InvInit Dead Stutter Lasso Asrt Asm Eval EvalInv Cmp IntO Incomp NoInit ActP PropInit Vals Parse Sem Lev Other Cfg1 Cfg2 Cfg4 Cfg5 Cov Prn".split(
    " ",
  );

describe("[T] TLC in a lasting JVM", function () {
  this.timeout(120_000);
  const cleanups: (() => void)[] = [];
  let runs = "";
  let pool: TlcPool;

  beforeEach(() => {
    runs = join(temporaryFolder(cleanups), "runs with space \u00e9");
    mkdirSync(runs);
    pool = openTlcPool();
  });

  afterEach(async () => {
    await pool.close();
    assert.isEmpty(readdirSync(runs), "something was left behind");
    for (const cleanup of cleanups.splice(0)) cleanup();
  });

  async function request(module: string, changes: Partial<TlcRequest> = {}): Promise<TlcRequest> {
    const { java, jar } = await tools();
    const base = { java, jar, temporaryDirectory: runs, heapMb: 256, timeoutMs: 30_000 };
    return { ...base, files: specFiles(module), module, ...changes };
  }

  it("says of every outcome exactly what a process of its own says, twice over", async () => {
    const alone = new Map<string, unknown>();
    for (const module of MODULES) alone.set(module, comparable(await runTlc(await request(module))));
    // Each twice, after another one each time.
    for (const module of [...MODULES, ...MODULES.toReversed()]) {
      assert.deepEqual(comparable(await pool.run(await request(module))), alone.get(module), module);
    }
    assert.include(pool.counts, { alone: 0, again: 0, warm: 2 * MODULES.length });
    assert.isAtMost(pool.counts.started, 3);
  });

  it("gives the state graph, and coverage, as a process of its own does", async () => {
    for (const extra of ["dump-dot", "coverage"] as const) {
      const given = await request("Cov", { extra });
      const [alone, warm] = [await runTlc(given), await pool.run(given)];
      assert.strictEqual(warm.dot, alone.dot);
      assert.deepEqual(warm.coverage, alone.coverage);
    }
  });

  it("makes a run again in a process of its own when the heap or the stack is exhausted, and goes on", async () => {
    const small = { heapMb: 32 };
    assert.strictEqual((await pool.run(await request("Oom3", small))).outcome, "out-of-memory");
    assert.strictEqual((await pool.run(await request("Ok", small))).outcome, "verified");
    assert.strictEqual((await pool.run(await request("Stk", small))).outcome, "stack-overflow");
    assert.strictEqual((await pool.run(await request("Ok", small))).outcome, "verified");
    assert.deepInclude(pool.counts, { again: 2, warm: 4 });
  });

  it("stops at the deadline with what is known by then, and goes on", async () => {
    const late = await pool.run(await request("Big", { timeoutMs: 7000 }));
    assert.strictEqual(late.outcome, "timeout");
    assert.isBelow(late.elapsedMs, 10_000);
    assert.isAbove(late.statistics.distinct ?? 0, 100);
    assert.strictEqual((await pool.run(await request("Ok"))).outcome, "verified");
    assert.deepInclude(pool.counts, { again: 0, started: 2 });
  });

  it("says at the deadline how far the search came, which TLC said long before", async () => {
    const told: number[] = [];
    const late = await pool.run(await request("Big", { timeoutMs: 9000, onProgress: ({ distinct }) => void told.push(distinct ?? 0) }));
    assert.strictEqual(late.outcome, "timeout");
    // TLC tells after three seconds, and then once a minute.
    assert.isAtLeast(told.length, 2);
    assert.isAbove(told.at(-1) ?? 0, 1.2 * (told[0] ?? 0));
    assert.strictEqual(late.statistics.distinct, told.at(-1));
  });

  it("is interrupted by an abort, and goes on", async () => {
    const stopped = await pool.run(await request("Big"), AbortSignal.timeout(1500));
    assert.strictEqual(stopped.outcome, "interrupted");
    assert.strictEqual((await pool.run(await request("Ok"))).outcome, "verified");
  });

  it("runs side by side in as many JVMs as there are runs", async () => {
    const results = await Promise.all(["Dead", "Dead", "Inv"].map(async (module) => pool.run(await request(module))));
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ["deadlock", "deadlock", "invariant"],
    );
    assert.strictEqual(pool.counts.started, 3);
  });

  it("starts a JVM before it is needed, and only one", async () => {
    const { files: _, module: __, ...rest } = await request("Ok");
    await pool.prepare(rest);
    assert.strictEqual((await pool.run(await request("Ok"))).outcome, "verified");
    assert.strictEqual(pool.counts.started, 1);
  });

  it("runs without loaded classes where Java cannot keep them, and with those of another jar", async () => {
    const { java, jar } = await tools();
    const cache = temporaryFolder(cleanups);
    const given = await request("Dead", { env: { ...process.env, LOCKPROOF_CACHE: cache } });
    const classes = await serverClasses({ java, jar, env: given.env ?? {} });
    assert(classes.kind === "found" && classes.archive !== null);
    const note = `${classes.archive}.sha256`;
    const unsuitable = "no classes at all";
    for (const [archive, sum] of [
      ["", ""],
      [unsuitable, createHash("sha256").update(unsuitable).digest("hex")],
    ] as const) {
      rmSync(classes.archive);
      writeFileSync(classes.archive, archive);
      writeFileSync(note, sum);
      const { run, close, counts } = openTlcPool();
      assert.strictEqual((await run(given)).outcome, "deadlock");
      assert.deepInclude(counts, { started: 1, warm: 1, again: 0, alone: 0 });
      await close();
    }
    // What is not as its note says is made again.
    writeFileSync(classes.archive, "half of it");
    const again = await serverClasses({ java, jar, env: given.env ?? {} });
    assert(again.kind === "found" && again.archive === classes.archive);
    assert.isAbove(statSync(classes.archive).size, 1_000_000);
  });

  it("replaces a JVM after some runs", async () => {
    await pool.close();
    pool = openTlcPool({ runsPerServer: 4 });
    for (let run = 0; run < 5; run += 1) assert.strictEqual((await pool.run(await request("Dead"))).outcome, "deadlock");
    assert.deepInclude(pool.counts, { started: 2, warm: 5, again: 0 });
  });
});

/** Without what differs between any two runs: times, numbers of processes, and the name of the run directory. */
function comparable({ elapsedMs: _, ...result }: TlcRunResult): unknown {
  const text = JSON.stringify(result, (key, value: unknown) =>
    value instanceof Map ? [...value] : key === "pid" || key === "milliseconds" ? 0 : value,
  );
  return JSON.parse(
    text
      .replaceAll(/lockproof-run-\w+/g, "lockproof-run-")
      .replaceAll(/\[pid: \d+\]/g, "[pid]")
      .replaceAll(/\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d/g, "now"),
  );
}
