/**
 * One run of TLC, from a specification as text to a result. Each run has a directory of its own, which
 * is gone afterwards in every case, unless the caller wants to keep it.
 */
import { stat } from "node:fs/promises";
import { checksumOf } from "../jar/checksum.js";
import { TlcOutputParser } from "../output/output-parser.js";
import type { ProcessEnd } from "../output/process-end.js";
import { decideResult } from "../output/verdict.js";
import type { TlcFacts, TlcResult, ToolFailureReason } from "../result.js";
import { errorCode } from "../system-error.js";
import { keepSearch, restoreSearch } from "./checkpoint.js";
import { completeRequest } from "./complete-request.js";
import { guard } from "./exit-guard.js";
import { type PreparedRun, type RunEnd, runInOwnProcess } from "./java-process.js";
import type { CompleteRequest, TlcRequest } from "./request.js";
import { readDot, readPrints } from "./result-files.js";
import { fillRunDirectory, keepRunDirectory, makeRunDirectory, noteOwner, type RunDirectory, removeRunDirectory } from "./run-directory.js";
import { clearStaleDirectories } from "./stale-directories.js";

/** A result, with what only a run has. */
export type TlcRunResult = TlcResult & {
  /** The directory of the run, if it was kept. */
  readonly directory: string | null;
  /** The state graph in DOT, if it was asked for and there is one. */
  readonly dot: string | null;
  /** Whether the search was stopped and is kept, to be gone on with. */
  readonly kept: boolean;
  readonly elapsedMs: number;
};

/** Runs TLC once, in a process of its own. Never throws for anything that TLC, Java or the system does. */
export async function runTlc(request: TlcRequest, signal?: AbortSignal): Promise<TlcRunResult> {
  if (request.checkpoint?.resume === true) {
    const message = "A search can be gone on with only in a JVM that stays, and there is none here.";
    return { ...problem("checkpoint", message), elapsedMs: 0 };
  }
  return runWith(runInOwnProcess, request, signal);
}

/** Takes a run that is prepared through TLC. */
export type Runner = (run: PreparedRun) => Promise<RunEnd>;

/** Runs TLC once, wherever `runner` does it. */
export async function runWith(runner: Runner, request: TlcRequest, signal: AbortSignal | undefined): Promise<TlcRunResult> {
  const complete = completeRequest(request);
  const start = performance.now();
  const part = await checkJarAndRun(runner, complete, signal);
  return { ...part, elapsedMs: Math.round(performance.now() - start) };
}

type Part = TlcResult & Pick<TlcRunResult, "directory" | "dot" | "kept">;

async function checkJarAndRun(runner: Runner, request: CompleteRequest, signal: AbortSignal | undefined): Promise<Part> {
  const refusal = await jarProblem(request);
  if (refusal !== null) {
    return refusal;
  }
  if (signal?.aborted === true) {
    return { ...decideResult(nothing(), stoppedBefore), ...withoutFiles };
  }
  await clearStaleDirectories(request.temporaryDirectory);
  let directory: RunDirectory;
  try {
    directory = await makeRunDirectory(request.temporaryDirectory);
  } catch (error) {
    return directoryProblem(request.temporaryDirectory, error);
  }
  return runInDirectory(runner, request, directory, signal);
}

async function runInDirectory(
  runner: Runner,
  request: CompleteRequest,
  directory: RunDirectory,
  signal: AbortSignal | undefined,
): Promise<Part> {
  let kill = (): void => undefined;
  const release = guard({ directory: directory.path, kill: () => kill() });
  let kept: string | null = null;
  try {
    const part = await fillAndRun(runner, request, directory, signal, (killer) => {
      kill = killer;
    });
    if (shouldKeep(request, part)) {
      kept = await keepRunDirectory(directory.path);
    }
    return { ...part, directory: kept };
  } finally {
    if (kept === null) {
      await removeRunDirectory(directory.path).catch(() => undefined);
    }
    release();
  }
}

async function fillAndRun(
  runner: Runner,
  request: CompleteRequest,
  directory: RunDirectory,
  signal: AbortSignal | undefined,
  onKiller: (kill: () => void) => void,
): Promise<Part> {
  try {
    await fillRunDirectory(directory, request.files);
    const refused = await restoreSearch(request, directory);
    if (refused !== null) return problem("checkpoint", `${refused}.`);
  } catch (error) {
    return directoryProblem(directory.path, error);
  }
  const { limits, onProgress } = request;
  const parser = new TlcOutputParser(onProgress === undefined ? { limits } : { limits, onProgress });
  const noted: Promise<void>[] = [];
  const run = await runner({
    request,
    directory,
    parser,
    signal,
    onStart: (kill, pid) => {
      onKiller(kill);
      if (pid !== null) noted.push(noteOwner(directory, pid).catch(() => undefined));
    },
  });
  await Promise.all(noted);
  if (run.kind === "not-started") {
    return problem("java-not-started", `${request.java.path} could not be started: ${run.reason}.`);
  }
  const { checkpoint, extra, fp, seed } = request;
  const result = decideResult(parser.end(), run.end, checkpoint?.resume === true ? { fp, seed } : null);
  const prints = checkpoint === null ? await readPrints(directory.userFile) : result.prints;
  const dot = extra === "dump-dot" ? await readDot(directory.dotFile) : null;
  return { ...result, prints, directory: null, dot, kept: await keepSearch(request, directory, parser, result) };
}

function shouldKeep({ keepDirectory }: CompleteRequest, part: Part): boolean {
  const atFault = part.outcome === "tool-failure" || part.outcome === "spec-error" || part.outcome === "stack-overflow";
  return keepDirectory === true || (keepDirectory === "on-failure" && atFault);
}

/** A jar with a few bytes changed can run and exit with 0: the checksum is taken before each run. */
async function jarProblem({ jar }: CompleteRequest): Promise<Part | null> {
  const sum = await checksumOf(jar.path);
  switch (sum.kind) {
    case "absent":
      return problem("bad-jar", `The jar ${jar.path} is not there.`);
    case "unreadable":
      return problem("bad-jar", `The jar ${jar.path} cannot be read: ${sum.reason}.`);
    case "sha256":
      return sum.sha256 === jar.sha256 ? null : problem("bad-jar", `The jar ${jar.path} has the SHA-256 ${sum.sha256}, not ${jar.sha256}.`);
  }
}

async function directoryProblem(path: string, error: unknown): Promise<Part> {
  const code = errorCode(error);
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (code === "ENOSPC" || code === "EDQUOT") {
    const text = `No space is left for the run directory at ${path}.`;
    return { ...factsOfNothing(), outcome: "disk-full", text, ...withoutFiles };
  }
  const reason = exists ? `cannot be written (${code})` : "is not there";
  return problem("run-directory", `The folder for run directories, ${path}, ${reason}.`);
}

function problem(reason: ToolFailureReason, message: string): Part {
  const facts = factsOfNothing();
  return { ...facts, outcome: "tool-failure", reason, message, detail: "", ...withoutFiles };
}

const withoutFiles = { directory: null, dot: null, kept: false } as const;

const stoppedBefore: ProcessEnd = {
  exitCode: null,
  signal: null,
  stopped: { kind: "abort" },
  errorOutput: "",
};

function nothing(): ReturnType<TlcOutputParser["end"]> {
  return new TlcOutputParser().end();
}

function factsOfNothing(): TlcFacts {
  const { outcome: _, ...facts } = decideResult(nothing(), stoppedBefore);
  return facts;
}
