/**
 * From what TLC said and how its process ended to one result. Pure.
 *
 * The verdict comes from the codes of the messages. The exit status never makes a verdict, it can only
 * contradict one. `verified` needs every sign of a complete search and no sign of damage; when in
 * doubt the result is something else.
 */
import type { TlcFacts, TlcResult, ToolFailureReason } from "../result.js";
import { codes } from "./codes.js";
import { isDamage } from "./diagnostics.js";
import { resultOfError } from "./error-result.js";
import { agrees, exitOnOutOfMemoryStatus, isCrash, signalOf } from "./exit-status.js";
import { looksLike } from "./failure-text.js";
import type { TlcOutput } from "./output-parser.js";
import type { ProcessEnd, StopReason } from "./process-end.js";
import { missingForVerified, type Resumed } from "./verified.js";

/** The result of a run; `resumed` when it goes on from a checkpoint. */
export function decideResult(output: TlcOutput, end: ProcessEnd, resumed: Resumed | null = null): TlcResult {
  const facts = factsOf(output, end);
  return (
    stoppedByUs(facts, end.stopped) ??
    endedBySignal(facts, output, end) ??
    javaFailed(facts, output, end) ??
    checked(facts, resultOfError(facts, output, end)) ??
    withoutError(facts, output, end, resumed)
  );
}

function factsOf(output: TlcOutput, end: ProcessEnd): TlcFacts {
  return {
    version: output.version,
    mode: output.mode,
    statistics: output.statistics,
    trace: output.trace,
    traceCount: output.traceCount,
    warnings: output.warnings,
    coverage: output.coverage,
    prints: output.prints,
    diagnostics: output.diagnostics,
    process: {
      exitCode: end.exitCode,
      signal: end.signal,
      outputTail: output.tail,
      errorTail: end.errorOutput.split(/\r?\n/).filter(isTelling).slice(-40),
    },
  };
}

function stoppedByUs(facts: TlcFacts, stopped: StopReason | null): TlcResult | null {
  switch (stopped?.kind) {
    case undefined:
      return null;
    case "timeout":
      return { ...facts, outcome: "timeout", timeoutMs: stopped.timeoutMs };
    case "abort":
      return { ...facts, outcome: "interrupted" };
    case "output-limit":
      return { ...facts, outcome: "output-limit", text: stopped.text };
  }
}

function endedBySignal(facts: TlcFacts, output: TlcOutput, end: ProcessEnd): TlcResult | null {
  const signal = end.signal ?? signalOf(end.exitCode);
  if (signal === null || (end.signal === null && isFinished(output))) {
    return null;
  }
  if (isCrash(signal)) {
    return failure(facts, "java-crash", `Java crashed with ${signal}.`);
  }
  return { ...facts, outcome: "killed", signal };
}

/** Java itself gave up, before TLC could say anything in a message or in the middle of it. */
function javaFailed(facts: TlcFacts, output: TlcOutput, end: ProcessEnd): TlcResult | null {
  const errors = end.errorOutput;
  const words = [...output.tail, errors].join("\n");
  if (end.exitCode === 0) {
    return null;
  }
  if (end.exitCode === exitOnOutOfMemoryStatus && looksLike.exitOnOutOfMemory(words)) {
    return { ...facts, outcome: "out-of-memory", text: lineThat(words, looksLike.exitOnOutOfMemory) };
  }
  if (looksLike.diskFull(errors)) {
    return { ...facts, outcome: "disk-full", text: lineThat(errors, looksLike.diskFull) };
  }
  // Java reports trouble with its own setup on either stream, and before TLC says anything.
  return isFinished(output) ? null : javaGaveUp(facts, output.seen.size === 0 ? words : errors);
}

function javaGaveUp(facts: TlcFacts, errors: string): TlcResult | null {
  if (looksLike.javaSetup(errors)) {
    return failure(facts, "java-setup", "Java could not be set up for TLC; a smaller heap may help.");
  }
  if (looksLike.badJar(errors)) {
    return failure(facts, "bad-jar", "Java could not load TLC from the jar.");
  }
  if (looksLike.outOfMemory(errors)) {
    return { ...facts, outcome: "out-of-memory", text: lineThat(errors, looksLike.outOfMemory) };
  }
  if (looksLike.metadirProblem(errors)) {
    return failure(facts, "run-directory", "TLC could not use its run directory.");
  }
  return looksLike.uncaught(errors) ? failure(facts, "tlc-error", "TLC ended with an exception of its own.") : null;
}

/** A result read from messages stands if the output is whole and the exit status agrees. */
function checked(facts: TlcFacts, result: TlcResult | null): TlcResult | null {
  if (result === null || result.outcome === "tool-failure") {
    return result;
  }
  if (!agrees(result.outcome, facts.process.exitCode)) {
    return failure(facts, "exit-status", `TLC reported '${result.outcome}' and exited with ${facts.process.exitCode}, which do not agree.`);
  }
  const damage = facts.diagnostics.find(isDamage);
  if (damage !== undefined) {
    return failure(facts, "damaged-output", `The output of TLC is damaged at line ${damage.line}: ${damage.detail}.`);
  }
  return result;
}

/** No error was reported: all is well only if every sign of a complete search is there. */
function withoutError(facts: TlcFacts, output: TlcOutput, end: ProcessEnd, resumed: Resumed | null): TlcResult {
  if (end.exitCode !== 0) {
    return isFinished(output)
      ? failure(facts, "exit-status", `TLC reported no error and exited with ${end.exitCode}.`)
      : failure(facts, "damaged-output", `TLC exited with ${end.exitCode} before it had finished.`);
  }
  if (!isFinished(output)) {
    return failure(facts, "damaged-output", "TLC exited before it had finished.");
  }
  const missing = missingForVerified(output, resumed);
  const result: TlcResult =
    missing === null
      ? { ...facts, outcome: "verified" }
      : missing.kind === "no-initial-state"
        ? { ...facts, outcome: "no-initial-state" }
        : { ...facts, outcome: "incomplete", reason: missing.reason };
  return checked(facts, result) ?? result;
}

function isFinished(output: TlcOutput): boolean {
  return output.seen.has(codes.finished);
}

/** A tool failure with the last words of TLC and Java. */
function failure(facts: TlcFacts, reason: ToolFailureReason, message: string): TlcResult {
  const { errorTail, outputTail } = facts.process;
  const detail = (errorTail.length > 0 ? errorTail : outputTail).slice(-10).join("\n");
  return { ...facts, outcome: "tool-failure", reason, message, detail };
}

/** The lines of a Java stack tell a user nothing. */
function isTelling(line: string): boolean {
  return line !== "" && !/^\s+(?:at |\.\.\. \d+ more)/.test(line);
}

function lineThat(text: string, matches: (line: string) => boolean): string {
  return text.split("\n").find(matches)?.trim() ?? "";
}
