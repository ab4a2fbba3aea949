/** TLC for the rest of lockproof: find Java and the jar, run, and read what TLC says. */

export type { Meeting, MeetingNews, MeetingPoint } from "./distributed/meeting.js";
export { type DistributedRun, runDistributed } from "./distributed/run-distributed.js";
export { runWorker, type WorkerEnd, type WorkerRequest } from "./distributed/run-worker.js";
export { cacheDirectory, cachedJarPath } from "./jar/cache.js";
export { type Artifact, asmArtifact, jarNameOf, tlcArtifact } from "./jar/coordinates.js";
export type { JarFailureReason } from "./jar/jar-messages.js";
export { type JarResult, type LocateJarOptions, locateAsm, locateJar, type TlcJar } from "./jar/locate-jar.js";
export {
  type FindJavaOptions,
  findJava,
  type Java,
  type JavaFailureReason,
  type JavaResult,
  leastJavaMajor,
} from "./java/find-java.js";
export type { MessageCode, MessageGroup } from "./output/codes.js";
export type { ActionCoverage } from "./output/coverage.js";
export type { OutputDiagnostic, OutputDiagnosticKind } from "./output/diagnostics.js";
export { type DotGraph, parseDot } from "./output/dot.js";
export { defaultLimits, type OutputLimits } from "./output/limits.js";
export type { TlaAction, TlaLocation, TlaPosition } from "./output/location.js";
export type { KnownMessage, MessageClass, TlcMessage, UnknownMessage } from "./output/message.js";
export type { TlcMode } from "./output/mode.js";
export { type OutputParserOptions, type TlcOutput, TlcOutputParser } from "./output/output-parser.js";
export { type ParsedValue, type ParsedValues, parseValue, parseValues } from "./output/parse-value.js";
export { printValue } from "./output/print-value.js";
export type { TlcPrint } from "./output/prints.js";
export type { ProcessEnd, StopReason } from "./output/process-end.js";
export type { SpecError } from "./output/sany.js";
export type { CollisionEstimate, Outdegree, TlcProgress, TlcStatistics } from "./output/statistics.js";
export type { TlcState, TlcTrace, TraceEnd } from "./output/trace.js";
export type * from "./output/value.js";
export { decideResult } from "./output/verdict.js";
export type * from "./result.js";
export { differences, type KeptSearch, pruneKeptSearches, readKeptSearch, searchParts } from "./run/checkpoint.js";
export type { TlcCheckpoint, TlcExtra, TlcRequest, TlcSimulation } from "./run/request.js";
export { removeRunDirectory } from "./run/run-directory.js";
export { runTlc, type TlcRunResult } from "./run/run-tlc.js";
export { clearStaleDirectories } from "./run/stale-directories.js";
export { temporaryFolder } from "./run/temporary-folder.js";
export { type ServerClasses, serverClasses } from "./server/server-classes.js";
export { openTlcPool, type PoolCounts, type TlcPool } from "./server/tlc-pool.js";
