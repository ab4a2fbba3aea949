/**
 * Runs TLC in a Java process of its own to its end, whatever that end is: its own, a deadline, an abort,
 * or too much output. SIGTERM first, SIGKILL two seconds later.
 */
import { execa } from "execa";
import { tlcEnvironment } from "../java/java-environment.js";
import type { ProcessEnd } from "../output/process-end.js";
import { javaArguments } from "./arguments.js";
import type { RunDirectory } from "./run-directory.js";
import { Supervisor, type Watched } from "./supervisor.js";
import { TailBuffer } from "./tail-buffer.js";

/** A run that has its directory, ready to be started. */
export interface PreparedRun extends Watched {
  readonly directory: RunDirectory;
  /** Called once a process runs, with a way to end it at once, and its number if it is there for this run alone. */
  readonly onStart: (kill: () => void, pid: number | null) => void;
}

export type RunEnd = { readonly kind: "ended"; readonly end: ProcessEnd } | { readonly kind: "not-started"; readonly reason: string };

export const killDelayMs = 2000;
/** How long the pipes may stay open after Java has gone: something else holds them. */
export const pipeDelayMs = 1000;
export const errorTailBytes = 64 * 1024;

export function runInOwnProcess(run: PreparedRun): Promise<RunEnd> {
  return runJava(run, javaArguments(run.request, run.directory));
}

/** `onOutput` is given standard output, too. */
export async function runJava(run: PreparedRun, words: readonly string[], onOutput?: (chunk: Uint8Array) => void): Promise<RunEnd> {
  const { request, directory } = run;
  const errors = new TailBuffer(errorTailBytes);
  const child = execa(request.java.path, words, {
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
  const supervisor = new Supervisor(run, () => child.kill("SIGTERM"));
  if (child.pid !== undefined) {
    run.onStart(() => child.kill("SIGKILL"), child.pid);
  }
  child.stdout.on("data", (chunk: Uint8Array) => {
    supervisor.onOutput(chunk);
    onOutput?.(chunk);
  });
  child.stderr.on("data", (chunk: Uint8Array) => errors.add(chunk));
  child.once("exit", () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, pipeDelayMs).unref();
  });
  const result = await child;
  supervisor.end();
  if (child.pid === undefined) {
    return { kind: "not-started", reason: result.code ?? result.shortMessage ?? "unknown" };
  }
  return {
    kind: "ended",
    end: {
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      stopped: supervisor.reason,
      errorOutput: errors.text(),
    },
  };
}
