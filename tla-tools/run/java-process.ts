/**
 * Runs the Java process of TLC to its end, whatever that end is: its own, a deadline, an abort, or too
 * much output. SIGTERM first, SIGKILL two seconds later.
 */
import { execa } from "execa";
import { tlcEnvironment } from "../java/java-environment.js";
import type { TlcOutputParser } from "../output/output-parser.js";
import type { ProcessEnd, StopReason } from "../output/process-end.js";
import { javaArguments } from "./arguments.js";
import type { CompleteRequest } from "./request.js";
import type { RunDirectory } from "./run-directory.js";
import { TailBuffer } from "./tail-buffer.js";

export interface JavaProcessOptions {
  readonly request: CompleteRequest;
  readonly directory: RunDirectory;
  readonly parser: TlcOutputParser;
  readonly signal: AbortSignal | undefined;
  /** Called once the process runs, with its number and a way to end it at once. */
  readonly onStart: (pid: number, kill: () => void) => void;
}

export type JavaProcessResult =
  | { readonly kind: "ended"; readonly end: ProcessEnd }
  | { readonly kind: "not-started"; readonly reason: string };

const killDelayMs = 2000;
/** How long the pipes may stay open after Java has gone: something else holds them. */
const pipeDelayMs = 1000;
const errorTailBytes = 64 * 1024;

export async function runJava(options: JavaProcessOptions): Promise<JavaProcessResult> {
  const { request, directory, signal } = options;
  const errors = new TailBuffer(errorTailBytes);
  const child = execa(request.java.path, javaArguments(request, directory), {
    reject: false,
    buffer: false,
    stdin: "ignore",
    encoding: "buffer",
    cwd: directory.spec,
    env: tlcEnvironment(request.env),
    extendEnv: false,
    cleanup: false,
    forceKillAfterDelay: killDelayMs,
  });
  const stop = new Stopper(() => child.kill("SIGTERM"));
  if (child.pid !== undefined) {
    options.onStart(child.pid, () => child.kill("SIGKILL"));
  }
  child.stdout.on("data", outputReader(options, stop));
  child.stderr.on("data", (chunk: Uint8Array) => errors.add(chunk));
  child.once("exit", () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, pipeDelayMs).unref();
  });
  const onAbort = (): void => stop.because({ kind: "abort" });
  const timer = setTimeout(() => stop.because({ kind: "timeout", timeoutMs: request.timeoutMs }), request.timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted === true) {
    onAbort();
  }
  try {
    const result = await child;
    if (child.pid === undefined) {
      return { kind: "not-started", reason: result.code ?? result.shortMessage ?? "unknown" };
    }
    stop.rethrow();
    return {
      kind: "ended",
      end: {
        exitCode: result.exitCode ?? null,
        signal: result.signal ?? null,
        stopped: stop.reason,
        errorOutput: errors.text(),
      },
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Feeds the parser until there is a reason not to; the pipe is drained all the same. */
function outputReader({ parser, request }: JavaProcessOptions, stop: Stopper): (chunk: Uint8Array) => void {
  let received = 0;
  return (chunk) => {
    if (stop.reason?.kind === "output-limit") {
      return;
    }
    received += chunk.length;
    stop.guarded(() => parser.feed(chunk));
    if (received > request.maxOutputBytes) {
      stop.because({ kind: "output-limit", text: `TLC printed more than ${request.maxOutputBytes} bytes.` });
    } else if (parser.overLimit) {
      stop.because({ kind: "output-limit", text: "TLC printed a line, a message or a trace that is too long." });
    }
  };
}

/** Remembers the first reason to stop. */
class Stopper {
  private first: StopReason | null = null;
  private thrown: { readonly error: unknown } | null = null;

  constructor(private readonly terminate: () => void) {}

  get reason(): StopReason | null {
    return this.first;
  }

  because(reason: StopReason): void {
    if (this.first === null) {
      this.first = reason;
      this.terminate();
    }
  }

  /** Runs code of the caller (a progress callback): if it throws, TLC has to be stopped first. */
  guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.thrown ??= { error };
      this.because({ kind: "abort" });
    }
  }

  rethrow(): void {
    if (this.thrown !== null) {
      throw this.thrown.error;
    }
  }
}
