// TLC's distributed mode: what its server says, and when a search is verified.

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { assert } from "chai";
import { ServerOutput } from "../../../tla-tools/distributed/server-output.js";
import { type DistributedRun, type MeetingNews, runDistributed, runWorker, type WorkerEnd } from "../../../tla-tools/index.js";
import { anySpec, type FakeStep, planVariable, writeFakeJar, writeFakeJava } from "./fake-java.js";
import { captureFolder, temporaryFolder } from "./support.js";

const textOf = (name: string): string => readFileSync(join(captureFolder, `${name}.txt`), "utf8");
const verified = textOf("distributed-server-worker-killed");
const violated = textOf("distributed-server-deadlock-rc0");

function read(text: string, size = text.length): ServerOutput {
  const output = new ServerOutput();
  for (let at = 0; at < text.length; at += size) output.feed(text.slice(at, at + size));
  output.end();
  return output;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    }),
  );
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("[U] Output of TLC's server", () => {
  for (const size of [1, 100, 100_000]) {
    it(`is complete, with the counts, when nothing is wrong and a worker was lost, in chunks of ${size} characters`, () => {
      const output = read(verified, size);
      assert.isNull(output.missing);
      assert.isNull(output.firstError);
      const { generated, distinct, queue, depth, collision } = output.statistics;
      assert.deepEqual([generated, distinct, queue, depth, collision?.optimistic], [5_430_213, 1_367_631, 0, 331, 0]);
      assert.deepEqual([output.count("came"), output.count("lost")], [2, 1]);
      assert.equal(output.version, "2.18 of 20 March 2023");
    });
  }

  it("is not complete after an error, whatever the exit status", () => {
    const output = read(violated);
    assert.match(output.firstError ?? "", /^Error: The behavior up to this point is:/);
    assert.isNotNull(output.missing);
  });

  it("is not complete without its end, cut anywhere", () => {
    const end = verified.indexOf("Thank you!");
    for (let at = 0; at < end; at += 7) assert.isNotNull(read(verified.slice(0, at)).missing, `cut at ${at}`);
  });

  const signs = [
    /^Registration .*\n/gm,
    /^Model checking completed.*\n/m,
    /^\d+ states generated.*\n/m,
    /^Finished in.*\n/m,
    /^vm, work.*\n/m,
  ];
  for (const sign of signs) {
    it(`is not complete without ${sign.source}`, () => {
      assert.match(verified, sign);
      assert.isNotNull(read(verified.replace(sign, "")).missing);
    });
  }

  it("is not complete with states left, with an error beside the good word, or with the good word twice", () => {
    const good = "Model checking completed. No error has been found.\n";
    for (const [from, to] of [
      [" 0 states left on queue", " 3 states left on queue"],
      [good, `${good}Error: something.\n`],
      [good, good + good],
    ] as const) {
      assert.include(verified, from);
      assert.isNotNull(read(verified.replace(from, to)).missing, to);
    }
  });
});

describe("[U] Distributed search", () => {
  const cleanups: (() => void)[] = [];
  const news: MeetingNews[] = [];
  let folder = "";
  let point = { host: "localhost", port: 0 };

  beforeEach(async () => {
    folder = temporaryFolder(cleanups);
    news.length = 0;
    point = { host: "localhost", port: await freePort() };
  });
  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) cleanup();
  });

  async function search(plan: readonly FakeStep[], { waitMs = 20_000, timeoutMs = 20_000 } = {}): Promise<DistributedRun> {
    const env = { PATH: process.env["PATH"], ...planVariable(folder, plan) };
    const java = { path: writeFakeJava(folder) };
    const request = { ...anySpec(), java, jar: writeFakeJar(folder), temporaryDirectory: folder, timeoutMs, env };
    const run = await runDistributed(request, { point, waitMs, onNews: (one) => news.push(one) });
    assert.isEmpty(
      readdirSync(folder).filter((name) => name.startsWith("lockproof-")),
      "something was left behind",
    );
    return run;
  }

  const kept = (name: string, code: number): readonly FakeStep[] => [
    { do: "capture", name },
    { do: "exit", code },
  ];
  const ready: FakeStep = { do: "print", text: "TLC server at vm is ready (2026-11-22 13:29:08)\n" };
  const came: FakeStep = { do: "print", text: "Registration for worker at rmi://localhost:0/0 completed (2026-11-22 13:29:12)\n" };

  it("is verified when the server says all of it, and tells who comes and goes", async () => {
    const run = await search(kept("distributed-server-worker-killed", 0));
    if (run.kind !== "ended") assert.fail(run.kind);
    assert.equal(run.result.outcome, "verified");
    assert.equal(run.result.statistics.distinct, 1_367_631);
    assert.equal(run.result.version, "2.18 of 20 March 2023, distributed");
    assert.deepEqual(news, [{ kind: "ready" }, { kind: "came", threads: 1 }, { kind: "came", threads: 2 }, { kind: "lost", threads: 1 }]);
  });

  it("is an error when the server tells of a deadlock and exits with 0", async () => {
    assert.equal((await search(kept("distributed-server-deadlock-rc0", 0))).kind, "error");
  });

  const failures: readonly (readonly [string, readonly FakeStep[]])[] = [
    ["an exit status that contradicts", kept("distributed-server-worker-killed", 12)],
    ["half of the words", [{ do: "half-capture", name: "distributed-server-worker-killed" }]],
    ["no word", [{ do: "exit", code: 0 }]],
  ];
  for (const [what, plan] of failures) {
    it(`has failed after ${what}`, async () => {
      const run = await search(plan);
      assert.equal(run.kind === "ended" ? run.result.outcome : run.kind, "tool-failure");
    });
  }

  it("ends when no worker comes", async () => {
    assert.equal((await search([ready, { do: "sleep", ms: 15_000 }], { waitMs: 300 })).kind, "no-worker");
  });

  it("ends at its deadline, which begins with the first worker", async () => {
    const plan: readonly FakeStep[] = [ready, { do: "sleep", ms: 900 }, came, { do: "sleep", ms: 15_000 }];
    const run = await search(plan, { timeoutMs: 500 });
    assert.equal(run.kind === "ended" ? run.result.outcome : run.kind, "timeout");
    assert.deepEqual(news, [{ kind: "ready" }, { kind: "came", threads: 1 }]);
  });

  it("ends with the server, when that is killed", async () => {
    const run = await search([ready, came, { do: "die", signal: "SIGKILL" }]);
    assert.equal(run.kind === "ended" ? run.result.outcome : run.kind, "killed");
  });

  it("does not begin where the port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(point.port, resolve));
    const run = await search([{ do: "exit", code: 0 }]);
    await new Promise((resolve) => server.close(resolve));
    assert.equal(run.kind, "port-taken");
  });

  describe("worker", () => {
    const before = process.env["FAKE_PLAN"];
    afterEach(() => {
      if (before === undefined) delete process.env["FAKE_PLAN"];
      else process.env["FAKE_PLAN"] = before;
    });

    async function work(plan: readonly FakeStep[], waitMs: number, signal = new AbortController().signal): Promise<WorkerEnd> {
      Object.assign(process.env, planVariable(folder, plan));
      const java = { path: writeFakeJava(folder) };
      return runWorker({ java, jar: writeFakeJar(folder), temporaryDirectory: folder, point, threads: 1, waitMs }, signal);
    }

    it("says so when there is no search in time", async () => {
      assert.deepEqual(await work([], 600), { kind: "not-there", reason: "ECONNREFUSED" });
    });

    it("counts what it computed, tells when it has failed, and ends when told to", async () => {
      const server = createServer((socket) => socket.resume());
      await new Promise<void>((resolve) => server.listen(point.port, resolve));
      assert.deepEqual(await work(kept("distributed-worker", 0), 5000), { kind: "done", states: 4_009_380 });
      const failed = await work(
        [
          { do: "error", text: "no class\n" },
          { do: "exit", code: 1 },
        ],
        5000,
      );
      assert.deepEqual(failed, { kind: "failed", message: "TLC's worker ended with 1: no class." });
      const stopped = await work([{ do: "sleep", ms: 15_000 }], 5000, AbortSignal.timeout(500));
      assert.deepEqual(stopped, { kind: "interrupted" });
      await new Promise((resolve) => server.close(resolve));
    });
  }).timeout(20_000);
}).timeout(60_000);
