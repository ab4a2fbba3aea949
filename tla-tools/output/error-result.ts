/** What the first error message of a run means. */
import type { TlcFacts, TlcResult, ToolFailureReason } from "../result.js";
import { codes, type MessageGroup } from "./codes.js";
import { looksLike } from "./failure-text.js";
import { findLocation } from "./location.js";
import { fullText, type KnownMessage, type TlcMessage } from "./message.js";
import type { TlcOutput } from "./output-parser.js";
import { parseValue } from "./parse-value.js";
import type { ProcessEnd } from "./process-end.js";
import type { TlcTrace } from "./trace.js";

interface Case {
  readonly facts: TlcFacts;
  readonly output: TlcOutput;
  readonly end: ProcessEnd;
  readonly text: string;
}

/** The result that the first error leads to; null when there is no error. */
export function resultOfError(facts: TlcFacts, output: TlcOutput, end: ProcessEnd): TlcResult | null {
  const error = output.errors[0];
  if (error === undefined) {
    return null;
  }
  const given: Case = { facts, output, end, text: fullText(error) };
  if (error.kind === "unknown" || error.messageClass === "bug") {
    return failure(given, "tlc-error", `TLC reported an error with code ${error.code}.`);
  }
  return !output.seen.has(codes.finished) && error.group !== "usage"
    ? failure(given, "damaged-output", "TLC reported an error and then ended before it had finished.")
    : resultOfGroup(error.group, error, given);
}

function resultOfGroup(group: MessageGroup, error: KnownMessage, given: Case): TlcResult {
  const { facts, output, text } = given;
  switch (group) {
    case "violation":
      return violation(error, given);
    case "assumption":
      return { ...facts, outcome: "assumption", location: findLocation(text) };
    case "evaluation":
      return evaluation(error, given);
    case "parse":
      return parse(given);
    case "config":
    case "formula":
      return { ...facts, outcome: "spec-error", phase: group, text, errors: output.specErrors };
    case "general":
      return general(error, given);
    case "memory":
      return { ...facts, outcome: "out-of-memory", text: firstLine(text) };
    case "stack":
      return stackOverflow(given);
    case "system":
      return system(given);
    case "usage":
      return failure(given, "usage", `TLC did not accept its options: ${firstLine(text)}`);
    default:
      return failure(given, "tlc-error", `TLC reported an error with code ${error.code}: ${firstLine(text)}`);
  }
}

function violation(error: KnownMessage, given: Case): TlcResult {
  const { facts, output, text } = given;
  const trace = facts.trace;
  const name = /^(?:Invariant|Action property) (\S+) is violated/.exec(text)?.[1];
  if (trace === null) {
    return failure(given, "damaged-output", "TLC reported a violation without a state.");
  }
  switch (error.code) {
    case codes.invariantViolated:
    case codes.invariantViolatedInitially:
      return name === undefined ? unreadable(given) : { ...facts, outcome: "invariant", name, trace };
    case codes.actionPropertyViolated:
      return name === undefined ? unreadable(given) : { ...facts, outcome: "action-property", name, trace };
    case codes.propertyViolatedInitially:
      return propertyInitial(given, trace);
    case codes.deadlock:
      return { ...facts, outcome: "deadlock", trace };
    case codes.temporalPropertyViolated:
      return trace.end.kind === "finite"
        ? failure(given, "damaged-output", "The behaviour that violates a temporal property has no end.")
        : { ...facts, outcome: "temporal", trace };
    case codes.assertionFailed:
      return assertion(given, trace, output);
    default:
      return failure(given, "tlc-error", `TLC reported a violation with code ${error.code}.`);
  }
}

function propertyInitial(given: Case, trace: TlcTrace): TlcResult {
  const location = findLocation(given.text);
  return location === null ? unreadable(given) : { ...given.facts, outcome: "property-initial", location, trace };
}

function assertion(given: Case, trace: TlcTrace, output: TlcOutput): TlcResult {
  const text = given.text.split("\n").slice(1).join("\n");
  const parsed = parseValue(text);
  return {
    ...given.facts,
    outcome: "assertion",
    value: parsed.ok ? parsed.value : null,
    text,
    trace,
    callStack: output.callStack,
  };
}

function evaluation(error: TlcMessage, given: Case): TlcResult {
  const { facts, output, text } = given;
  if (looksLike.outOfMemory(text) && isOwnText(error)) {
    return { ...facts, outcome: "out-of-memory", text: lineLike(text, looksLike.outOfMemory) };
  }
  return {
    ...facts,
    outcome: "evaluation-error",
    code: error.code,
    text: causeOf(text),
    invariant: /^Evaluating invariant (\S+) failed\./.exec(text)?.[1] ?? null,
    callStack: output.callStack,
  };
}

/** An unexpected exception comes with a preface that says nothing. */
function causeOf(text: string): string {
  return /^The exception was a \S+\n: (.+)$/ms.exec(text)?.[1] ?? text;
}

/** An error in a Java method that stands for an operator can be a lack of memory. */
function isOwnText(error: TlcMessage): boolean {
  return error.code === codes.general || error.code === codes.javaMethod;
}

/** The parser also fails when it cannot write the standard modules; then Java says so. */
function parse(given: Case): TlcResult {
  const { facts, output, end, text } = given;
  if (looksLike.diskFull(end.errorOutput)) {
    return { ...facts, outcome: "disk-full", text: lineLike(end.errorOutput, looksLike.diskFull) };
  }
  if (looksLike.inputOutput(end.errorOutput)) {
    return failure(given, "input-output", "TLC could not write its standard modules to the run directory.");
  }
  return { ...facts, outcome: "spec-error", phase: "parse", text, errors: output.specErrors };
}

/** Code 1000: an exception that TLC did not expect, whose text alone tells what it was. */
function general(error: KnownMessage, given: Case): TlcResult {
  const { facts, output, text } = given;
  if (error.nested.some((inner) => inner.kind === "known" && inner.group === "config")) {
    const nested = error.nested.map(fullText).join("\n");
    return { ...facts, outcome: "spec-error", phase: "config", text: nested, errors: output.specErrors };
  }
  if (looksLike.stackOverflow(text)) {
    return stackOverflow(given);
  }
  if (looksLike.diskFull(text)) {
    return { ...facts, outcome: "disk-full", text: lineLike(text, looksLike.diskFull) };
  }
  if (!looksLike.outOfMemory(text) && looksLike.inputOutput(text)) {
    return failure(given, "input-output", "TLC met an error of input or output.");
  }
  return evaluation(error, given);
}

function stackOverflow(given: Case): TlcResult {
  const parsed = given.output.seen.has(codes.parserFinished);
  return { ...given.facts, outcome: "stack-overflow", during: parsed ? "evaluation" : "parse" };
}

function system(given: Case): TlcResult {
  const { facts, text } = given;
  return looksLike.diskFull(text)
    ? { ...facts, outcome: "disk-full", text: lineLike(text, looksLike.diskFull) }
    : failure(given, "input-output", `TLC met an error of its system: ${firstLine(text)}`);
}

function unreadable(given: Case): TlcResult {
  return failure(given, "damaged-output", `TLC's report cannot be read: ${firstLine(given.text)}`);
}

function failure(given: Case, reason: ToolFailureReason, message: string): TlcResult {
  const detail = given.text.split("\n").slice(0, 20).join("\n");
  return { ...given.facts, outcome: "tool-failure", reason, message, detail };
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function lineLike(text: string, matches: (line: string) => boolean): string {
  const line = text.split("\n").find(matches) ?? firstLine(text);
  return line.replace(/^: /, "").trim();
}
