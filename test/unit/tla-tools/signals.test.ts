import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assert } from "chai";
import { execa } from "execa";
import { clearStaleDirectories } from "../../../tla-tools/index.js";
import { anySpec, type FakeStep, planVariable, writeFakeJar, writeFakeJava } from "./fake-java.js";
import { temporaryFolder } from "./support.js";

describe("[U] Runs whose own process ends", () => {
  const cleanups: (() => void)[] = [];
  let folder = "";
  let runs = "";

  beforeEach(() => {
    folder = temporaryFolder(cleanups);
    runs = join(folder, "runs");
    mkdirSync(runs);
  });

  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) {
      cleanup();
    }
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`leave no TLC and no directory after ${signal}`, async () => {
      const { harness, tlc } = await startHarness("");
      harness.kill(signal);
      const { signal: died } = await harness;
      assert.strictEqual(died, signal);
      await assertGone(tlc);
      assert.isEmpty(readdirSync(runs));
    });
  }

  it("leave no TLC and no directory after process.exit", async () => {
    const { harness, tlc } = await startHarness("setTimeout(() => process.exit(7), 600);");
    assert.strictEqual((await harness).exitCode, 7);
    await assertGone(tlc);
    assert.isEmpty(readdirSync(runs));
  });

  it("leave no TLC and no directory after an exception that nobody catches", async () => {
    const { harness, tlc } = await startHarness("setTimeout(() => { throw new Error('oh'); }, 600);");
    assert.strictEqual((await harness).exitCode, 1);
    await assertGone(tlc);
    assert.isEmpty(readdirSync(runs));
  });

  it("leave an abort in good order to whoever listens to the signal", async () => {
    const { harness, tlc } = await startHarness("process.on('SIGINT', () => abort.abort());");
    harness.kill("SIGINT");
    const { stdout, exitCode } = await harness;
    assert.strictEqual(exitCode, 0);
    assert.include(stdout, "outcome interrupted");
    await assertGone(tlc);
    assert.isEmpty(readdirSync(runs));
  });

  it("end at the second signal when the listener does nothing", async () => {
    const { harness, tlc } = await startHarness("process.on('SIGINT', () => {});");
    harness.kill("SIGINT");
    await delay(300);
    harness.kill("SIGINT");
    assert.strictEqual((await harness).signal, "SIGINT");
    await assertGone(tlc);
    assert.isEmpty(readdirSync(runs));
  });

  it("are cleared by the next run after SIGKILL, with the TLC that went on", async function () {
    if (process.platform !== "linux") {
      this.skip();
    }
    const { harness, tlc } = await startHarness("");
    harness.kill("SIGKILL");
    await harness;
    assert.isTrue(existsSync(`/proc/${tlc}`), "nobody could have ended TLC");
    assert.lengthOf(readdirSync(runs), 1);
    assert.lengthOf(await clearStaleDirectories(runs), 1);
    await assertGone(tlc);
    assert.isEmpty(readdirSync(runs));
  });

  it("leave alone a directory in use, a young one without a note, and all that is not theirs", async () => {
    const { harness } = await startHarness("");
    mkdirSync(join(runs, "lockproof-run-young"));
    mkdirSync(join(runs, "lockproof-kept-x"));
    writeFileSync(join(runs, "lockproof-run-file"), "");
    assert.isEmpty(await clearStaleDirectories(runs));
    assert.lengthOf(readdirSync(runs), 4);
    harness.kill("SIGTERM");
    await harness;
  });

  /** A process that runs a TLC that does not end, and the number of that TLC. */
  async function startHarness(more: string) {
    const plan: readonly FakeStep[] = [{ do: "litter" }, { do: "sleep", ms: 60_000 }];
    const request = {
      ...anySpec(),
      java: { path: writeFakeJava(folder) },
      jar: writeFakeJar(folder),
      temporaryDirectory: runs,
      env: { PATH: process.env["PATH"], ...planVariable(folder, plan) },
    };
    const module = new URL("../../../tla-tools/index.js", import.meta.url).href;
    const code = `
      import { runTlc } from '${module}';
      const abort = new AbortController();
      ${more}
      const result = await runTlc(${JSON.stringify(request)}, abort.signal);
      console.log('outcome ' + result.outcome);`;
    const harness = execa(process.execPath, ["--input-type=module", "-e", code], { reject: false, timeout: 20_000 });
    return { harness, tlc: await tlcOf() };
  }

  async function tlcOf(): Promise<number> {
    for (let round = 0; round < 200; round += 1) {
      const [name] = readdirSync(runs);
      const started = name !== undefined && existsSync(join(runs, name, "meta", "a", "b", "49"));
      const number = started ? notedTlc(join(runs, name, "owner.json")) : null;
      if (number !== null) {
        return number;
      }
      await delay(20);
    }
    throw new Error("The run did not start.");
  }

  async function assertGone(pid: number): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      if (!isRunning(pid)) {
        return;
      }
      await delay(20);
    }
    assert.fail(`process ${pid} still runs`);
  }
});

function notedTlc(path: string): number | null {
  const found = /"tlc":\{"pid":(\d+)/.exec(readFileSync(path, "utf8"))?.[1];
  return found === undefined ? null : Number(found);
}

/** A process that has ended and waits to be collected does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
  } catch {
    return false;
  }
}
