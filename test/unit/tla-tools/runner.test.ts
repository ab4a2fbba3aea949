import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { runTlc, type TlcOutcome, type TlcRequest, type TlcRunResult } from "../../../tla-tools/index.js";
import { anySpec, type FakeStep, planVariable, writeFakeJar, writeFakeJava } from "./fake-java.js";
import { temporaryFolder } from "./support.js";

const second = 1000;

describe("[U] Runner of TLC", () => {
  const cleanups: (() => void)[] = [];
  let folder = "";
  let runs = "";
  let base: Omit<TlcRequest, "env">;

  beforeEach(() => {
    folder = temporaryFolder(cleanups);
    runs = join(folder, "runs");
    mkdirSync(runs);
    const java = { path: writeFakeJava(folder) };
    base = { ...anySpec(), java, jar: writeFakeJar(folder), temporaryDirectory: runs, timeoutMs: 20 * second };
  });

  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) {
      cleanup();
    }
  });

  async function run(plan: readonly FakeStep[], changes: Partial<TlcRequest> = {}, signal?: AbortSignal): Promise<TlcRunResult> {
    const env = { PATH: process.env["PATH"], ...planVariable(folder, plan) };
    const result = await runTlc({ ...base, env, ...changes }, signal);
    const left = readdirSync(runs).filter((name) => join(runs, name) !== result.directory);
    assert.isEmpty(left, "something was left behind");
    return result;
  }

  const printed = (name: string, code: number): readonly FakeStep[] => [
    { do: "capture", name },
    { do: "exit", code },
  ];

  const plans: readonly (readonly [string, readonly FakeStep[], TlcOutcome])[] = [
    ["a complete search", printed("success", 0), "verified"],
    ["a violated invariant", printed("invariant", 12), "invariant"],
    ["a deadlock", printed("deadlock", 11), "deadlock"],
    ["a violated temporal property", printed("liveness-lasso", 13), "temporal"],
    ["a parse error", printed("parse-error", 150), "spec-error"],
    ["no initial state", printed("zero-initial-states", 0), "no-initial-state"],
    ["a simulation", printed("simulate-ok", 0), "incomplete"],
    ["success with another exit status", printed("success", 12), "tool-failure"],
    ["a violation with exit status 0", printed("invariant", 0), "tool-failure"],
    ["no word and exit status 0", [{ do: "exit", code: 0 }], "tool-failure"],
    ["no word and exit status 1", [{ do: "exit", code: 1 }], "tool-failure"],
    [
      "half a search and exit status 0",
      [
        { do: "half-capture", name: "success" },
        { do: "exit", code: 0 },
      ],
      "tool-failure",
    ],
    [
      "half a violation",
      [
        { do: "half-capture", name: "deadlock" },
        { do: "exit", code: 11 },
      ],
      "tool-failure",
    ],
    [
      "a death by SIGKILL",
      [
        { do: "half-capture", name: "success" },
        { do: "die", signal: "SIGKILL" },
      ],
      "killed",
    ],
    [
      "a death by SIGKILL after the last word",
      [
        { do: "capture", name: "success" },
        { do: "die", signal: "SIGKILL" },
      ],
      "killed",
    ],
    ["a death by SIGTERM", [{ do: "die", signal: "SIGTERM" }], "killed"],
    [
      "a crash",
      [
        { do: "half-capture", name: "success" },
        { do: "die", signal: "SIGSEGV" },
      ],
      "tool-failure",
    ],
    [
      "a heap that cannot be had",
      [
        { do: "error", text: "Error occurred during initialization of VM\n" },
        { do: "exit", code: 1 },
      ],
      "tool-failure",
    ],
    [
      "a main class that is not there",
      [
        { do: "error", text: "Error: Could not find or load main class tlc2.TLC\n" },
        { do: "exit", code: 1 },
      ],
      "tool-failure",
    ],
    [
      "the end of memory",
      [
        { do: "capture", name: "out-of-memory-exit-on-oom" },
        { do: "exit", code: 3 },
      ],
      "out-of-memory",
    ],
    ["a full disk", printed("disk-full", 255), "disk-full"],
    [
      "a full disk on standard error",
      [
        { do: "error", text: "java.io.IOException: No space left on device\n" },
        { do: "exit", code: 1 },
      ],
      "disk-full",
    ],
    [
      "an output that is closed early",
      [{ do: "half-capture", name: "success" }, { do: "close-output" }, { do: "sleep", ms: 100 }, { do: "exit", code: 0 }],
      "tool-failure",
    ],
    ["files left in the run directory", [{ do: "litter" }, ...printed("success", 0)], "verified"],
    ["much on standard error", [{ do: "error", text: "noise\n".repeat(100_000) }, ...printed("success", 0)], "verified"],
    [
      "a half line at the end",
      [
        { do: "capture", name: "success" },
        { do: "print", text: "@!@!@STARTMSG 21" },
        { do: "exit", code: 0 },
      ],
      "verified",
    ],
    [
      "a half message at the end",
      [
        { do: "capture", name: "success" },
        { do: "print", text: "@!@!@STARTMSG 2200:0 @!@!@\n" },
        { do: "exit", code: 0 },
      ],
      "tool-failure",
    ],
    ["a process that outlives it with the pipes", [{ do: "leave-child", ms: 4000 }, ...printed("success", 0)], "verified"],
  ];

  for (const [title, plan, outcome] of plans) {
    it(`finds out about ${title}`, async () => {
      const result = await run(plan);
      assert.strictEqual(result.outcome, outcome, JSON.stringify(result));
      if (result.outcome === "tool-failure") {
        assert.match(result.message, /^[A-Z\/].*\.$/);
        assert.notMatch(`${result.message}${result.detail}`, /^\s+at /m);
      }
    });
  }

  it("stops a TLC that takes too long, and says after how long", async () => {
    const result = await run(
      [
        { do: "half-capture", name: "success" },
        { do: "sleep", ms: 30 * second },
      ],
      { timeoutMs: 500 },
    );
    assert.strictEqual(result.outcome, "timeout");
    assert.strictEqual(result.outcome === "timeout" ? result.timeoutMs : 0, 500);
    assert.isBelow(result.elapsedMs, 2 * second);
  });

  it("kills a TLC that ignores SIGTERM after two seconds", async () => {
    const plan: readonly FakeStep[] = [{ do: "ignore-signals" }, { do: "sleep", ms: 30 * second }];
    const result = await run(plan, { timeoutMs: 500 });
    assert.strictEqual(result.outcome, "timeout");
    assert.strictEqual(result.process.signal, "SIGKILL");
    assert.isBelow(result.elapsedMs, 5 * second);
  });

  it("says timeout even if TLC then exits with 0", async () => {
    const plan: readonly FakeStep[] = [
      { do: "exit-on-signal", code: 0 },
      { do: "capture", name: "success" },
      { do: "sleep", ms: 30 * second },
    ];
    assert.strictEqual((await run(plan, { timeoutMs: 700 })).outcome, "timeout");
  });

  it("is interrupted by an abort in the middle", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const result = await run([{ do: "sleep", ms: 30 * second }], {}, abort.signal);
    assert.strictEqual(result.outcome, "interrupted");
    assert.isBelow(result.elapsedMs, 3 * second);
  });

  it("does not start TLC when it was aborted before", async () => {
    const result = await run([{ do: "sleep", ms: 30 * second }], {}, AbortSignal.abort());
    assert.strictEqual(result.outcome, "interrupted");
    assert.isBelow(result.elapsedMs, second);
  });

  it("stops a flood of short lines", async () => {
    const plan: readonly FakeStep[] = [{ do: "flood", text: "noise\n".repeat(10_000), times: 100_000 }];
    const result = await run(plan, { maxOutputBytes: 1024 * 1024 });
    assert.strictEqual(result.outcome, "output-limit");
  });

  it("stops a line without an end", async () => {
    const plan: readonly FakeStep[] = [{ do: "flood", text: "x".repeat(100_000), times: 100_000 }];
    assert.strictEqual((await run(plan)).outcome, "output-limit");
  });

  it("stops a trace without an end", async () => {
    const state = "@!@!@STARTMSG 2217:4 @!@!@\n1: <Initial predicate>\nx = 0\n";
    const result = await run([
      { do: "print", text: state },
      { do: "flood", text: "y\n".repeat(50_000), times: 100_000 },
    ]);
    assert.strictEqual(result.outcome, "output-limit");
  });

  it("reads what the specification printed", async () => {
    const result = await run([{ do: "write-prints", text: '<<1, "a">>\n"p"  TRUE\nfree: text\n' }, ...printed("success", 0)]);
    assert.deepEqual(
      result.prints.map((print) => print.values.length),
      [1, 2, 0],
    );
  });

  it("passes what the request says to Java", async () => {
    const plan: readonly FakeStep[] = printed("success", 0);
    const result = await run(plan, { keepDirectory: true, checkDeadlock: false, workers: 2, heapMb: 333 });
    const kept = result.directory ?? "";
    assert.strictEqual(result.outcome, "verified");
    assert.isTrue(existsSync(join(kept, "spec", "Ok.tla")));
    assert.match(kept, /lockproof-kept-/);
  });

  it("keeps the directory of a failure when asked to", async () => {
    const fine = await run(printed("deadlock", 11), { keepDirectory: "on-failure" });
    assert.isNull(fine.directory);
    const failed = await run(printed("parse-error", 150), { keepDirectory: "on-failure" });
    assert.match(readFileSync(join(failed.directory ?? "", "spec", "Ok.cfg"), "utf8"), /SPECIFICATION/);
  });

  it("passes progress on, and passes on what the callback throws after TLC has ended", async () => {
    const seen: (number | null)[] = [];
    await run(printed("success", 0), { onProgress: (progress) => seen.push(progress.generated) });
    assert.deepEqual(seen, [19]);
    const throwing = run(
      [
        { do: "capture", name: "success" },
        { do: "sleep", ms: 30 * second },
      ],
      {
        onProgress: () => {
          throw new Error("from the callback");
        },
      },
    );
    const error: unknown = await throwing.then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.match(String(error), /from the callback/);
    assert.isEmpty(readdirSync(runs));
  });

  it("reports a Java that cannot be started", async () => {
    const missing = await run([], { java: { path: join(folder, "no-java") } });
    assert.strictEqual(missing.outcome === "tool-failure" ? missing.reason : "", "java-not-started");
    const text = join(folder, "text");
    writeFileSync(text, "not a program");
    const notExecutable = await run([], { java: { path: text } });
    assert.strictEqual(notExecutable.outcome === "tool-failure" ? notExecutable.reason : "", "java-not-started");
  });

  it("refuses a jar that changed since it was located", async () => {
    writeFileSync(base.jar.path, "changed");
    const changed = await run(printed("success", 0));
    assert.strictEqual(changed.outcome === "tool-failure" ? changed.reason : "", "bad-jar");
    const gone = await run(printed("success", 0), { jar: { path: join(folder, "gone.jar"), sha256: "" } });
    assert.strictEqual(gone.outcome === "tool-failure" ? gone.reason : "", "bad-jar");
  });

  it("reports a folder for run directories that is not there", async () => {
    const result = await run(printed("success", 0), { temporaryDirectory: join(folder, "nowhere") });
    assert.strictEqual(result.outcome === "tool-failure" ? result.reason : "", "run-directory");
  });

  it("runs several at once, each in its own directory", async () => {
    const plan: readonly FakeStep[] = [{ do: "sleep", ms: 200 }, { do: "litter" }, ...printed("success", 0)];
    const env = { PATH: process.env["PATH"], ...planVariable(folder, plan) };
    const results = await Promise.all(Array.from({ length: 6 }, () => runTlc({ ...base, env })));
    assert.deepEqual(new Set(results.map((result) => result.outcome)), new Set(["verified"]));
    assert.isEmpty(readdirSync(runs));
  });

  it("throws for a request that no run can follow", async () => {
    const bad: readonly Partial<TlcRequest>[] = [
      { files: { "../evil.tla": "" } },
      { module: "Missing" },
      { workers: 0 },
      { timeoutMs: 0.5 },
      { fp: 131 },
    ];
    for (const changes of bad) {
      const error: unknown = await run([], changes).then(
        () => null,
        (reason: unknown) => reason,
      );
      assert.instanceOf(error, Error);
    }
  });
});
