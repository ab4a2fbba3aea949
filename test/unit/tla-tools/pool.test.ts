import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assert } from "chai";
import { execa } from "execa";
import {
  clearStaleDirectories,
  type JarResult,
  openTlcPool,
  type TlcPool,
  type TlcRequest,
  type TlcRunResult,
} from "../../../tla-tools/index.js";
import { anySpec, writeFakeJar } from "./fake-java.js";
import { type ServerPlan, type ServerStep, timesOf, writeFakeServer } from "./fake-server.js";
import { temporaryFolder } from "./support.js";

const READY: ServerStep = { do: "ready" };
const VERIFIED: readonly ServerStep[] = [{ do: "output", capture: "success" }, { do: "end", status: 0 }, READY];
const DEADLOCK: readonly ServerStep[] = [{ do: "output", capture: "deadlock" }, { do: "end", status: 11 }, READY];
const HALF: ServerStep = { do: "half-output", capture: "deadlock" };

describe("[U] Lasting JVMs", () => {
  const cleanups: (() => void)[] = [];
  let folder = "";
  let runs = "";
  let pool: TlcPool;

  beforeEach(() => {
    folder = temporaryFolder(cleanups);
    runs = join(folder, "directories");
    mkdirSync(runs);
    pool = openTlcPool({ findAsm });
  });

  afterEach(async () => {
    await pool.close();
    assert.isEmpty(readdirSync(runs), "something was left behind");
    for (const pid of started()) assert.isFalse(isRunning(pid), `process ${pid} still runs`);
    for (const cleanup of cleanups.splice(0)) cleanup();
  });

  const findAsm = async (): Promise<JarResult> => ({
    kind: "found",
    jar: { path: join(folder, "asm.jar"), sha256: "", source: "cache", known: true },
  });

  function requestOf(plan: ServerPlan): TlcRequest {
    const java = { path: writeFakeServer(folder, plan) };
    const env = { PATH: process.env["PATH"], LOCKPROOF_CACHE: join(folder, "cache") };
    return { ...anySpec(), java, jar: writeFakeJar(folder), temporaryDirectory: runs, timeoutMs: 10_000, env };
  }

  async function runAll(plan: ServerPlan, times: number, changes: Partial<TlcRequest> = {}): Promise<readonly TlcRunResult[]> {
    const request = { ...requestOf(plan), ...changes };
    const results: TlcRunResult[] = [];
    for (let run = 0; run < times; run += 1) results.push(await pool.run(request));
    return results;
  }

  function started(): readonly number[] {
    return timesOf(folder, "starts") === 0 ? [] : readFileSync(join(folder, "starts"), "utf8").trim().split("\n").map(Number);
  }

  const outcomes = (results: readonly TlcRunResult[]): readonly string[] => results.map(({ outcome }) => outcome);

  it("serve one run after another", async () => {
    assert.deepEqual(outcomes(await runAll({ runs: [VERIFIED, DEADLOCK, VERIFIED] }, 3)), ["verified", "deadlock", "verified"]);
    assert.deepEqual(pool.counts, { started: 1, warm: 3, again: 0, alone: 0 });
    assert.strictEqual(timesOf(folder, "compilations"), 1);
  });

  it("keep what a run wrote to standard error", async () => {
    const [result] = await runAll({ runs: [[{ do: "errors", text: "a word\n" }, ...DEADLOCK]] }, 1);
    assert.deepEqual(result?.process.errorTail, ["a word"]);
  });

  /** Each is met in the first run, whose result must be that of a process of its own, and not disturb the second. */
  const misfortunes: Readonly<Record<string, readonly ServerStep[]>> = {
    "dies in the middle": [HALF, { do: "die", signal: "SIGKILL" }],
    "crashes in the middle": [HALF, { do: "die", signal: "SIGSEGV" }],
    "exits in the middle": [HALF, { do: "leave", code: 0 }],
    "exits for want of memory": [
      HALF,
      { do: "raw", text: "Terminating due to java.lang.OutOfMemoryError: Java heap space\n" },
      { do: "leave", code: 3 },
    ],
    "writes garbage": [HALF, { do: "raw", text: "\u0000\u0001 no frame at all" }, { do: "sleep", ms: 5000 }],
    "sends a frame of a kind that there is not": [{ do: "frame", kind: "Q", length: 1 }, ...DEADLOCK],
    "sends a frame with a length below zero": [{ do: "frame", kind: "O", length: -1 }, ...DEADLOCK],
    "sends a frame that is too long": [{ do: "frame", kind: "O", length: 2 ** 30 }, ...DEADLOCK],
    "sends half a frame and leaves": [HALF, { do: "frame", kind: "O", length: 100 }, { do: "leave", code: 0 }],
    "ends a run with what is no status": [
      { do: "output", capture: "deadlock" },
      { do: "frame", kind: "X", length: 1 },
      { do: "sleep", ms: 5000 },
    ],
    "is ready again before the run has ended": [{ do: "output", capture: "deadlock" }, READY, { do: "sleep", ms: 5000 }],
    "ends a run with a status that its messages belie": [{ do: "output", capture: "deadlock" }, { do: "end", status: 0 }, READY],
    "ends a run without having said all": [HALF, { do: "end", status: 11 }, READY],
    "ends a run by an exception": [HALF, { do: "end", status: 1, exception: "java.lang.NullPointerException" }, READY],
    "has no stack left": [{ do: "output", capture: "stack-overflow" }, { do: "end", status: 75 }, READY],
  };

  for (const [title, steps] of Object.entries(misfortunes)) {
    it(`make a run again in a process of its own when a JVM ${title}`, async () => {
      const results = await runAll({ runs: [steps, DEADLOCK] }, 2);
      assert.deepEqual(outcomes(results), ["verified", "deadlock"]);
      assert.deepEqual(pool.counts, { started: 2, warm: 2, again: 1, alone: 0 });
      assert.strictEqual(timesOf(folder, "alone"), 1);
    });
  }

  const blemishes: Readonly<Record<string, readonly ServerStep[]>> = {
    "has threads left": [...DEADLOCK.slice(0, -1), { do: "ready", left: "thread x" }],
    "exits after a run": [...DEADLOCK.slice(0, -1), { do: "leave", code: 0 }],
    "says more after a run": [...DEADLOCK.slice(0, -1), { do: "output", capture: "success" }],
  };

  for (const [title, steps] of Object.entries(blemishes)) {
    it(`take another JVM for the next run when one ${title}`, async () => {
      const results = await runAll({ runs: [steps, VERIFIED] }, 2);
      assert.deepEqual(outcomes(results), ["deadlock", "verified"]);
      assert.deepEqual(pool.counts, { started: 2, warm: 2, again: 0, alone: 0 });
    });
  }

  it("take another JVM for the next run when one does not become ready again", async () => {
    pool = openTlcPool({ findAsm, startMs: 2500 });
    const slow: readonly ServerStep[] = [...DEADLOCK.slice(0, -1), { do: "sleep", ms: 60_000 }];
    assert.deepEqual(outcomes(await runAll({ runs: [slow, VERIFIED] }, 2)), ["deadlock", "verified"]);
    assert.deepEqual(pool.counts, { started: 2, warm: 2, again: 0, alone: 0 });
  });

  it("stop a run at its deadline, even when the JVM ignores SIGTERM", async () => {
    const plan: ServerPlan = { runs: [[{ do: "ignore-signals" }, HALF, { do: "sleep", ms: 60_000 }], VERIFIED] };
    const [late, next] = await runAll(plan, 2, { timeoutMs: 600 });
    assert.strictEqual(late?.outcome, "timeout");
    assert.isBelow(late?.elapsedMs ?? 0, 5000);
    assert.strictEqual(next?.outcome, "verified");
    assert.deepInclude(pool.counts, { again: 0, started: 2 });
  });

  it("stop a run that prints too much", async () => {
    const results = await runAll({ runs: [[{ do: "flood" }], VERIFIED] }, 2, { maxOutputBytes: 100_000 });
    assert.deepEqual(outcomes(results), ["output-limit", "verified"]);
  });

  it("stop a run that is aborted, and one that waits for its JVM", async () => {
    const request = requestOf({ runs: [[HALF, { do: "sleep", ms: 60_000 }]], start: [[READY], [{ do: "sleep", ms: 60_000 }]] });
    for (let run = 0; run < 2; run += 1) {
      assert.strictEqual((await pool.run(request, AbortSignal.timeout(700))).outcome, "interrupted");
    }
  });

  it("give up on JVMs that do not come up, and run in processes", async () => {
    pool = openTlcPool({ findAsm, startMs: 1500 });
    const start: readonly ServerStep[][] = [[{ do: "leave", code: 1 }], [{ do: "sleep", ms: 60_000 }]];
    assert.deepEqual(outcomes(await runAll({ runs: [DEADLOCK], start }, 4)), Array(4).fill("verified"));
    assert.deepEqual(pool.counts, { started: 2, warm: 0, again: 0, alone: 4 });
  });

  for (const compiler of ["missing", "broken"] as const) {
    it(`run in processes when the compiler of Java is ${compiler}`, async () => {
      assert.deepEqual(outcomes(await runAll({ runs: [DEADLOCK], compiler }, 3)), Array(3).fill("verified"));
      assert.deepEqual(pool.counts, { started: 0, warm: 0, again: 0, alone: 3 });
      assert.strictEqual(timesOf(folder, "compilations"), 1);
    });
  }

  it("run in processes when the jar of TLC cannot be rewritten", async () => {
    assert.deepEqual(outcomes(await runAll({ runs: [DEADLOCK], rewriter: "broken" }, 3)), Array(3).fill("verified"));
    assert.deepEqual(pool.counts, { started: 0, warm: 0, again: 0, alone: 3 });
    assert.isEmpty(readdirSync(join(folder, "cache", "server")));
  });

  it("run in processes when ASM is missing", async () => {
    pool = openTlcPool({ findAsm: async () => ({ kind: "failed", reason: "offline", message: "No." }) });
    assert.deepEqual(outcomes(await runAll({ runs: [DEADLOCK] }, 2)), ["verified", "verified"]);
    assert.deepEqual(pool.counts, { started: 0, warm: 0, again: 0, alone: 2 });
  });

  it("do not trust a rewritten jar that has changed", async () => {
    const request = requestOf({ runs: [DEADLOCK] });
    await pool.run(request);
    const server = join(folder, "cache", "server");
    writeFileSync(join(server, readdirSync(server)[0] ?? "", "tlc.jar"), "flipped");
    await pool.close();
    pool = openTlcPool({ findAsm });
    assert.strictEqual((await pool.run(request)).outcome, "deadlock");
    assert.strictEqual(timesOf(folder, "rewritings"), 2);
  });

  it("replace one that died while nobody needed it", async () => {
    const request = requestOf({ runs: [DEADLOCK] });
    assert.strictEqual((await pool.run(request)).outcome, "deadlock");
    process.kill(started()[0] ?? 0, "SIGKILL");
    await delay(100);
    assert.strictEqual((await pool.run(request)).outcome, "deadlock");
    assert.deepEqual(pool.counts, { started: 2, warm: 2, again: 0, alone: 0 });
  });

  it("are of their own for another heap, and for long runs", async () => {
    const request = requestOf({ runs: [DEADLOCK] });
    await pool.run(request);
    await pool.run({ ...request, heapMb: 99 });
    assert.strictEqual((await pool.run({ ...request, profile: "long" })).outcome, "deadlock");
    assert.deepEqual(pool.counts, { started: 3, warm: 3, again: 0, alone: 0 });
  });

  it("are as many as there are runs at a time, and stay as few as there are processors", async () => {
    const request = requestOf({ runs: [[{ do: "sleep", ms: 300 }, ...DEADLOCK]] });
    await Promise.all(Array.from({ length: 5 }, () => pool.run(request)));
    assert.deepInclude(pool.counts, { started: 5, warm: 5 });
  });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    it(`leave nothing behind when our own process ends by ${signal} in the middle of a run`, async () => {
      const harness = startHarness(requestOf({ runs: [[HALF, { do: "sleep", ms: 60_000 }]] }));
      await until(() => timesOf(folder, "runs") === 1);
      harness.kill(signal);
      await harness;
      await until(() => started().every((pid) => !isRunning(pid)));
      if (signal === "SIGKILL") assert.lengthOf(await clearStaleDirectories(runs), 2);
    });
  }

  it("do not keep our own process from ending while they wait", async () => {
    const { exitCode, stdout } = await startHarness(requestOf({ runs: [DEADLOCK] }));
    assert.strictEqual(exitCode, 0);
    assert.strictEqual(stdout, "outcome deadlock");
  });

  /** A process of its own with a pool that nobody closes. */
  function startHarness(request: TlcRequest) {
    const module = new URL("../../../tla-tools/index.js", import.meta.url).href;
    const code = `import { openTlcPool } from '${module}'
      console.log('outcome ' + (await openTlcPool({ findAsm: async () => ({ kind: 'found', jar: { path: 'asm.jar' } }) }).run(${JSON.stringify(request)})).outcome);`;
    return execa(process.execPath, ["--input-type=module", "-e", code], { reject: false, timeout: 20_000 });
  }
});

async function until(happened: () => boolean): Promise<void> {
  for (let round = 0; round < 300; round += 1) {
    if (happened()) return;
    await delay(20);
  }
  assert.fail("it does not happen");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
