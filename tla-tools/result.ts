/**
 * What came of one run of TLC, as a union on `outcome`.
 *
 * Only `verified` means that the search ended and found nothing. The violations carry their trace.
 * All else is either "we do not know" (`timeout`, `interrupted`, `killed`, `out-of-memory`,
 * `disk-full`, `output-limit`, `incomplete`) or a fault in the specification or in the tools.
 */
import type { ActionCoverage } from "./output/coverage.js";
import type { OutputDiagnostic } from "./output/diagnostics.js";
import type { TlaLocation } from "./output/location.js";
import type { TlcMessage } from "./output/message.js";
import type { TlcMode } from "./output/mode.js";
import type { TlcPrint } from "./output/prints.js";
import type { SpecError } from "./output/sany.js";
import type { TlcStatistics } from "./output/statistics.js";
import type { TlcTrace } from "./output/trace.js";
import type { TlaValue } from "./output/value.js";

export type TlcResult =
  | VerifiedResult
  | InvariantResult
  | DeadlockResult
  | TemporalResult
  | ActionPropertyResult
  | PropertyInitialResult
  | AssertionResult
  | AssumptionResult
  | EvaluationErrorResult
  | SpecErrorResult
  | NoInitialStateResult
  | StackOverflowResult
  | IncompleteResult
  | TimeoutResult
  | InterruptedResult
  | KilledResult
  | OutOfMemoryResult
  | DiskFullResult
  | OutputLimitResult
  | ToolFailureResult;

export type TlcOutcome = TlcResult["outcome"];

/** What is known about every run, however it ended. */
export interface TlcFacts {
  readonly version: string | null;
  readonly mode: TlcMode | null;
  readonly statistics: TlcStatistics;
  /** The first trace printed, perhaps cut short; see also the violations, where it is whole. */
  readonly trace: TlcTrace | null;
  readonly traceCount: number;
  readonly warnings: readonly TlcMessage[];
  readonly coverage: readonly ActionCoverage[];
  readonly prints: readonly TlcPrint[];
  readonly diagnostics: readonly OutputDiagnostic[];
  readonly process: ProcessFacts;
}

/** How the Java process ended and what it said outside the messages. */
export interface ProcessFacts {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Last lines of standard output outside messages. */
  readonly outputTail: readonly string[];
  /** Last lines of standard error. */
  readonly errorTail: readonly string[];
}

/** The search ended, found nothing wrong, left nothing on the queue and saw at least one state. */
export interface VerifiedResult extends TlcFacts {
  readonly outcome: "verified";
}

export interface InvariantResult extends TlcFacts {
  readonly outcome: "invariant";
  /** The name in the configuration. */
  readonly name: string;
  readonly trace: TlcTrace;
}

/** A state without a successor. */
export interface DeadlockResult extends TlcFacts {
  readonly outcome: "deadlock";
  readonly trace: TlcTrace;
}

/** A temporal property is violated; TLC does not say which, so check one in a run. */
export interface TemporalResult extends TlcFacts {
  readonly outcome: "temporal";
  /** Ends in stuttering or goes back to an earlier state. */
  readonly trace: TlcTrace;
}

export interface ActionPropertyResult extends TlcFacts {
  readonly outcome: "action-property";
  readonly name: string;
  readonly trace: TlcTrace;
}

/** A property is false in the initial state; TLC gives its place instead of its name. */
export interface PropertyInitialResult extends TlcFacts {
  readonly outcome: "property-initial";
  readonly location: TlaLocation;
  readonly trace: TlcTrace;
}

/** `Assert` with a first argument that is false. */
export interface AssertionResult extends TlcFacts {
  readonly outcome: "assertion";
  /** The second argument; null when it cannot be read. */
  readonly value: TlaValue | null;
  readonly text: string;
  readonly trace: TlcTrace;
  readonly callStack: readonly TlaLocation[];
}

/** An `ASSUME` is false. */
export interface AssumptionResult extends TlcFacts {
  readonly outcome: "assumption";
  readonly location: TlaLocation | null;
}

/** TLC could not evaluate an expression of the specification. */
export interface EvaluationErrorResult extends TlcFacts {
  readonly outcome: "evaluation-error";
  readonly code: number;
  readonly text: string;
  /** The invariant under evaluation, if it was one. */
  readonly invariant: string | null;
  readonly callStack: readonly TlaLocation[];
}

/** The specification or its configuration was not accepted. */
export interface SpecErrorResult extends TlcFacts {
  readonly outcome: "spec-error";
  readonly phase: "parse" | "config" | "formula";
  readonly text: string;
  /** What the parser found; empty for errors of the configuration. */
  readonly errors: readonly SpecError[];
}

/** `Init` is unsatisfiable: TLC calls that success. */
export interface NoInitialStateResult extends TlcFacts {
  readonly outcome: "no-initial-state";
}

/** An expression nests or recurses too deep for the stack we give TLC. */
export interface StackOverflowResult extends TlcFacts {
  readonly outcome: "stack-overflow";
  readonly during: "parse" | "evaluation";
}

/** TLC ended well without having looked at everything, as a simulation does. */
export interface IncompleteResult extends TlcFacts {
  readonly outcome: "incomplete";
  readonly reason: string;
}

/** Stopped by us at the deadline. */
export interface TimeoutResult extends TlcFacts {
  readonly outcome: "timeout";
  readonly timeoutMs: number;
}

/** Stopped because the caller aborted. */
export interface InterruptedResult extends TlcFacts {
  readonly outcome: "interrupted";
}

/** Ended by a signal that was not ours; SIGKILL is often the kernel, short of memory. */
export interface KilledResult extends TlcFacts {
  readonly outcome: "killed";
  readonly signal: string;
}

export interface OutOfMemoryResult extends TlcFacts {
  readonly outcome: "out-of-memory";
  readonly text: string;
}

export interface DiskFullResult extends TlcFacts {
  readonly outcome: "disk-full";
  readonly text: string;
}

/** Stopped by us because it printed more than we keep. */
export interface OutputLimitResult extends TlcFacts {
  readonly outcome: "output-limit";
  readonly text: string;
}

/** Java, the jar, the file system or the output is not as it should be. */
export interface ToolFailureResult extends TlcFacts {
  readonly outcome: "tool-failure";
  readonly reason: ToolFailureReason;
  /** One sentence. */
  readonly message: string;
  /** Last words of TLC or of Java, for a report. */
  readonly detail: string;
}

export type ToolFailureReason =
  /** Java could not be started at all. */
  | "java-not-started"
  /** Java started, and could not set itself up, for example with the heap asked for. */
  | "java-setup"
  /** Java crashed. */
  | "java-crash"
  /** The jar is missing, is not a jar, or has changed since it was located. */
  | "bad-jar"
  /** The search to go on with is not there, or is another one. */
  | "checkpoint"
  /** The run directory could not be made or used. */
  | "run-directory"
  /** TLC met an error of input or output. */
  | "input-output"
  /** TLC did not accept our options. */
  | "usage"
  /** TLC reports a bug of its own, or an error that we do not know. */
  | "tlc-error"
  /** The output is cut short or damaged. */
  | "damaged-output"
  /** The messages and the exit status do not agree. */
  | "exit-status";
