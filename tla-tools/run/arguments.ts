/** The command line of one run. */

import type { CompleteRequest } from "./request.js";
import type { RunDirectory } from "./run-directory.js";

/** Options of Java, the class path, TLC and its options: a process for one run. */
export function javaArguments(request: CompleteRequest, directory: RunDirectory): readonly string[] {
  const options = javaOptions(request, directory.crashFile, directory.temporary);
  return [...options, "-cp", request.jar.path, "tlc2.TLC", ...tlcOptions(request, directory)];
}

/**
 * Leave at once when memory runs out (TLC would thrash for minutes), a stack for deep expressions,
 * UTF-8, and English, as the locale decides the marks inside numbers.
 */
export function javaOptions(
  { profile, heapMb }: Pick<CompleteRequest, "profile" | "heapMb">,
  crashFile: string,
  temporary: string,
  memory = ONE_SEARCH,
): readonly string[] {
  const compiler = profile === "short" ? ["-XX:TieredStopAtLevel=1"] : [];
  return [
    ...memoryOptions(heapMb, memory),
    ...compiler,
    "-XX:+ExitOnOutOfMemoryError",
    "-Xss16m",
    "-Dfile.encoding=UTF-8",
    "-Dsun.stdout.encoding=UTF-8",
    "-Dsun.stderr.encoding=UTF-8",
    "-Duser.language=en",
    "-Duser.country=US",
    `-XX:ErrorFile=${crashFile}`,
    `-Djava.io.tmpdir=${temporary}`,
  ];
}

/** How much of the heap is for what is new, and how much is taken at first. */
export interface MemoryShares {
  readonly young: number;
  readonly first: number;
}

/**
 * What TLC makes is soon garbage or stays to the end: a young generation of an eighth of the heap is collected seldom enough. The old one
 * begins small, as it is collected only when it is full, and grows with what it holds (ADR010).
 */
const ONE_SEARCH: MemoryShares = { young: 1 / 8, first: 7 / 32 };

/** For a JVM that reads one specification after the other: with a larger young generation most of one is garbage when it is collected. */
export const MANY_SEARCHES: MemoryShares = { young: 5 / 16, first: 13 / 16 };

function memoryOptions(heapMb: number, { young, first }: MemoryShares): readonly string[] {
  const mb = (share: number): number => Math.max(1, Math.floor(heapMb * share));
  return ["-XX:+UseSerialGC", `-Xmn${mb(young)}m`, `-Xms${mb(first)}m`, `-Xmx${heapMb}m`];
}

/** File names are relative to the folder of the specification. */
export function tlcOptions(request: CompleteRequest, directory: RunDirectory): readonly string[] {
  return [
    "-tool",
    "-metadir",
    directory.metadir,
    "-fp",
    String(request.fp),
    "-seed",
    String(request.seed),
    "-workers",
    String(request.workers),
    ...outputOptions(request, directory),
    ...(request.checkDeadlock ? [] : ["-deadlock"]),
    ...simulationOptions(request),
    ...extraOptions(request, directory),
    "-config",
    `${request.module}.cfg`,
    `${request.module}.tla`,
  ];
}

/**
 * TLC writes the user file late, and what was printed before a checkpoint must not be lost: it is read from standard output.
 * A checkpoint each minute, the least that TLC knows.
 */
function outputOptions({ checkpoint }: CompleteRequest, directory: RunDirectory): readonly string[] {
  if (checkpoint === null) return ["-userFile", directory.userFile];
  return ["-checkpoint", "1", ...(checkpoint.resume ? ["-recover", directory.checkpoint] : [])];
}

function simulationOptions({ simulation }: CompleteRequest): readonly string[] {
  return simulation === null ? [] : ["-simulate", `num=${simulation.executions}`, "-depth", String(simulation.states)];
}

function extraOptions({ extra }: CompleteRequest, directory: RunDirectory): readonly string[] {
  switch (extra) {
    case "none":
      return [];
    case "dump-dot":
      return ["-dump", "dot,actionlabels,colorize", directory.dotFile];
    case "coverage":
      return ["-coverage", "1"];
  }
}
