/**
 * TLC's distributed mode: the server runs here, keeps queue and fingerprints, and gives states to workers on this and other machines
 * (`run-worker.ts`). A worker that is lost costs nothing, its states are given out again.
 */
import { createServer } from "node:net";
import { javaOptions } from "../run/arguments.js";
import { completeRequest } from "../run/complete-request.js";
import { runJava } from "../run/java-process.js";
import type { CompleteRequest, TlcRequest } from "../run/request.js";
import type { RunDirectory } from "../run/run-directory.js";
import { type Runner, runWith, type TlcRunResult } from "../run/run-tlc.js";
import { type Meeting, meetingOptions } from "./meeting.js";
import { ServerOutput, type Sign } from "./server-output.js";

export type DistributedRun =
  /** Verified, or stopped before there was a verdict, or the tools failed. */
  | { readonly kind: "ended"; readonly result: TlcRunResult }
  /** Something is wrong with the specification; a search on one machine tells what. */
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "port-taken" }
  /** No worker came in time. */
  | { readonly kind: "no-worker" };

/** At the end of the version of a result. */
const DISTRIBUTED = ", distributed";

/** The deadline begins when the first worker comes. */
export async function runDistributed(request: TlcRequest, meeting: Meeting, signal?: AbortSignal): Promise<DistributedRun> {
  if (await isTaken(meeting.point)) return { kind: "port-taken" };
  const watch = new Watch(meeting, completeRequest(request).timeoutMs);
  const output = new ServerOutput((sign) => watch.note(sign), request.onProgress);
  const runner: Runner = (run) => runJava(run, serverArguments(run.request, run.directory, meeting), (chunk) => output.feed(chunk));
  const either = signal === undefined ? watch.signal : AbortSignal.any([signal, watch.signal]);
  // What a run without frames means is decided here, so its directory is not kept.
  const bounded = { ...request, keepDirectory: false, timeoutMs: watch.mostMs };
  const result = await runWith(runner, bounded, either).finally(() => watch.end());
  output.end();
  return conclude(result, output, result.outcome === "interrupted" && signal?.aborted !== true ? watch.passed : null, request);
}

function isTaken({ port }: Meeting["point"]): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE" || error.code === "EACCES"));
    server.listen(port, () => server.close(() => resolve(false)));
  });
}

/** Tells who comes and goes, and stops a search to which nobody comes, and one that takes too long. */
class Watch {
  /** Which of the two deadlines has passed. */
  passed: "worker" | "search" | null = null;
  private readonly controller = new AbortController();
  private readonly came = new Set<"ready" | "came">();
  private timer: NodeJS.Timeout | undefined;
  private threads = 0;

  constructor(
    private readonly meeting: Meeting,
    private readonly timeoutMs: number,
  ) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** However long it takes until the server is ready. */
  get mostMs(): number {
    return Math.min(this.timeoutMs + this.meeting.waitMs, 2 ** 31 - 1);
  }

  note(sign: Sign): void {
    const { onNews } = this.meeting;
    if (sign === "ready") {
      this.begin("ready", "worker", this.meeting.waitMs);
      onNews?.({ kind: "ready" });
    }
    if (sign !== "came" && sign !== "lost") return;
    this.begin("came", "search", this.timeoutMs);
    this.threads += sign === "came" ? 1 : -1;
    onNews?.({ kind: sign, threads: this.threads });
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private begin(at: "ready" | "came", deadline: "worker" | "search", milliseconds: number): void {
    if (this.came.has(at)) return;
    this.came.add(at);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.passed = deadline;
      this.controller.abort();
    }, milliseconds);
  }
}

/** `run`: what ended it, when it was not its own end; to what reads frames, a good end is one without a word. */
function conclude(run: TlcRunResult, output: ServerOutput, passed: Watch["passed"], { timeoutMs }: TlcRequest): DistributedRun {
  const version = output.version === null ? null : `${output.version}${DISTRIBUTED}`;
  const { outcome: _, ...facts } = { ...run, version, statistics: output.statistics };
  if (passed === "worker") return { kind: "no-worker" };
  if (passed === "search") return { kind: "ended", result: { ...facts, outcome: "timeout", timeoutMs: timeoutMs ?? 0 } };
  if (run.outcome !== "tool-failure" || run.reason !== "damaged-output")
    return { kind: "ended", result: { ...run, version, statistics: output.statistics } };
  if (output.firstError !== null) return { kind: "error", text: output.firstError };
  const missing = output.missing ?? (run.process.exitCode === 0 ? null : `the server exited with ${run.process.exitCode}`);
  if (missing === null) return { kind: "ended", result: { ...facts, outcome: "verified" } };
  const message = `The distributed search has no verdict: ${missing}.`;
  return { kind: "ended", result: { ...facts, outcome: "tool-failure", reason: "damaged-output", message, detail: "" } };
}

/** Workers say how many threads they have. */
function serverArguments(request: CompleteRequest, directory: RunDirectory, { point }: Meeting): readonly string[] {
  return [
    ...javaOptions(request, directory.crashFile, directory.temporary),
    ...meetingOptions(point, point.host),
    "-cp",
    request.jar.path,
    "tlc2.tool.distributed.TLCServer",
    "-metadir",
    directory.metadir,
    "-fp",
    String(request.fp),
    ...(request.checkDeadlock ? [] : ["-deadlock"]),
    "-config",
    `${request.module}.cfg`,
    `${request.module}.tla`,
  ];
}
