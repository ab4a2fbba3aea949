/** A worker of a distributed search: waits for the server, works for it as long as it is there, and ends with it. */
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { LineSplitter } from "../output/line-splitter.js";
import { javaOptions } from "../run/arguments.js";
import { runJava } from "../run/java-process.js";
import type { TlcRequest } from "../run/request.js";
import { type Runner, runWith, type TlcRunResult } from "../run/run-tlc.js";
import { type MeetingPoint, meetingOptions } from "./meeting.js";

export interface WorkerRequest extends Pick<TlcRequest, "java" | "jar" | "heapMb" | "temporaryDirectory"> {
  readonly point: MeetingPoint;
  readonly threads: number;
  /** How long the server may take to be there. */
  readonly waitMs: number;
  readonly onRegistered?: () => void;
}

export type WorkerEnd =
  /** The search is over; so many states were computed here. */
  | { readonly kind: "done"; readonly states: number }
  | { readonly kind: "interrupted" }
  /** The server went away before the search was over. */
  | { readonly kind: "server-gone" }
  | { readonly kind: "not-there"; readonly reason: string }
  | { readonly kind: "failed"; readonly message: string };

const retryMs = 500;
const lookMs = 5000;
const connectMs = 5000;
const longestMs = 2 ** 31 - 1;
/** A worker that has no specification yet. */
const nothing = { module: "Worker", files: { "Worker.tla": "", "Worker.cfg": "" } };

export async function runWorker(request: WorkerRequest, signal: AbortSignal): Promise<WorkerEnd> {
  const found = await waitFor(request, signal);
  if (signal.aborted) return { kind: "interrupted" };
  if (found.kind === "not-there") return found;
  const ending = new AbortController();
  const said = { states: 0, done: false };
  const lines = new LineSplitter(1024 * 1024, (line) => {
    if (/^TLC worker with \d+ threads ready at: /.test(line)) request.onRegistered?.();
    const states = /, work completed at: .+ Computed: (\d+) and /.exec(line)?.[1];
    if (states === undefined) return;
    said.done = true;
    said.states += Number(states);
  });
  const runner: Runner = (run) =>
    runJava(
      run,
      [...javaOptions(run.request, run.directory.crashFile, run.directory.temporary), ...workerArguments(request, found.self)],
      (chunk) => lines.feed(chunk),
    );
  const gone = lookAfter(request.point, ending);
  const { java, jar, heapMb = 1024, temporaryDirectory } = request;
  const asked = { ...nothing, java, jar, heapMb, timeoutMs: longestMs, profile: "long" } as const;
  const either = AbortSignal.any([signal, ending.signal]);
  const result = await runWith(runner, temporaryDirectory === undefined ? asked : { ...asked, temporaryDirectory }, either);
  const isGone = ending.signal.aborted;
  ending.abort();
  await gone;
  if (signal.aborted) return { kind: "interrupted" };
  if (said.done) return { kind: "done", states: said.states };
  return isGone ? { kind: "server-gone" } : { kind: "failed", message: failureOf(result) };
}

function workerArguments({ jar, point, threads }: WorkerRequest, self: string): readonly string[] {
  const threadCount = `-Dtlc2.tool.distributed.TLCWorker.threadCount=${threads}`;
  return [...meetingOptions(point, self), threadCount, "-cp", jar.path, "tlc2.tool.distributed.TLCWorker", point.host];
}

/** The address of this machine on the way to the server: by that the server comes back. */
async function waitFor({ point, waitMs }: WorkerRequest, signal: AbortSignal): Promise<Found> {
  const end = performance.now() + waitMs;
  for (;;) {
    const found = await lookFor(point);
    if (found.kind === "there" || signal.aborted || performance.now() + retryMs >= end) return found;
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

type Found = { readonly kind: "there"; readonly self: string } | { readonly kind: "not-there"; readonly reason: string };

function lookFor({ host, port }: MeetingPoint): Promise<Found> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMs });
    const end = (found: Found): void => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => end({ kind: "there", self: (socket.localAddress ?? host).replace(/^::ffff:/, "") }));
    socket.once("timeout", () => end({ kind: "not-there", reason: "it does not answer" }));
    socket.once("error", (error: NodeJS.ErrnoException) => end({ kind: "not-there", reason: error.code ?? error.message }));
  });
}

/** TLC's worker notices only after minutes that its server was killed. */
async function lookAfter(point: MeetingPoint, ending: AbortController): Promise<void> {
  for (let missed = 0; missed < 2; ) {
    await delay(lookMs, undefined, { signal: ending.signal }).catch(() => undefined);
    if (ending.signal.aborted) return;
    missed = (await lookFor(point)).kind === "there" ? 0 : missed + 1;
  }
  ending.abort();
}

function failureOf(result: TlcRunResult): string {
  const { exitCode, signal, errorTail, outputTail } = result.process;
  if (result.outcome === "tool-failure" && result.reason !== "damaged-output") return result.message;
  if (result.outcome === "out-of-memory") return "Java's heap was full; allow a larger one: --heap 4g.";
  const last = [...outputTail, ...errorTail].filter((line) => line.trim() !== "").at(-1);
  return `TLC's worker ended with ${signal ?? exitCode}${last === undefined ? "" : `: ${last}`}.`;
}
