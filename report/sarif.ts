// SARIF 2.1.0: a result for each check, with the way there as a code flow that has a thread flow for each context. `executionOrder` is TLC's
// number of the state a step leads to, so viewers can put the threads together again.

import { createHash } from "node:crypto";
import type {
  CodeFlow,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Location as SarifLocation,
  ThreadFlowLocation,
} from "sarif";
import type { CheckResult, ContextInfo, FindingKind, Span, StackFrame, Step, Trace } from "../harness/result.js";
import { minorSteps } from "./folding.js";
import { visible, wellFormed } from "./lines.js";
import { contextName, expectedOf, FINDING_WORDS, subjectText } from "./names.js";
import type { FormatOptions } from "./options.js";
import { repeatCommand } from "./repeat-command.js";
import { splatTitle, type Violated } from "./splat/index.js";
import { verdictText } from "./table.js";
import { unreachable } from "./unreachable.js";
import { WHY } from "./why.js";

const NOT_AS_EXPECTED = "not-as-expected";

export function renderSarif(results: readonly CheckResult[], { version }: FormatOptions): string {
  const failures = results.flatMap(notificationOf);
  const found = results.flatMap(resultsOf);
  const log: Log = {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "lockproof", version, rules: rulesOf(found) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: failures.length === 0, toolExecutionNotifications: failures }],
        results: found,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Characters that a reader of messages would act upon: braces are doubled (SARIF 2.1.0, 3.11.5), links are none. Control characters become visible. */
export function sarifText(text: string): string {
  return visible(text)
    .replace(/[{}]/g, "$&$&")
    .replace(/\[(?=[^\]]*\]\()/g, "\\[");
}

export function sarifUri(file: string): string {
  return wellFormed(file).split("/").map(encodeURIComponent).join("/");
}

const message = (text: string): { text: string } => ({ text: sarifText(text) });

function resultsOf(result: CheckResult): readonly Result[] {
  switch (result.outcome) {
    case "violated":
      return [violatedResult(result)];
    case "verified":
      return [
        plain(result, result.asExpected ? "pass" : "fail", NOT_AS_EXPECTED, `${verdictText(result)}. expected: ${expectedOf(result)}.`),
      ];
    case "inconclusive":
      return [plain(result, "open", NOT_AS_EXPECTED, `${result.message} ${result.hints.join(" ")}`.trim())];
    case "rejected":
      return result.diagnostics.map((diagnostic) => ({
        ...plain(result, "fail", diagnostic.code, diagnostic.message),
        ...(diagnostic.span === null ? {} : { locations: [located(diagnostic.span)] }),
        relatedLocations: diagnostic.notes.flatMap((note) => (note.span === null ? [] : [located(note.span, note.message)])),
      }));
    case "tool-failure":
      return [];
    default:
      return unreachable(result);
  }
}

/** A result at the model as a whole. */
function plain(result: CheckResult, kind: "pass" | "fail" | "open" | "informational", ruleId: string, text: string): Result {
  return {
    ruleId,
    kind,
    level: kind === "fail" ? "error" : "none",
    message: message(`${subjectText(result.subject)}: ${text}`),
    locations: [{ physicalLocation: { artifactLocation: { uri: sarifUri(result.subject.file) } } }],
    partialFingerprints: { "lockproof/1": fingerprint(result, ruleId) },
  };
}

/** What was expected is told, but is no alarm. */
function violatedResult(result: Violated): Result {
  const { finding, trace } = result;
  const stack = finding.callTrace.map((frame) => ({ location: located(frame.at, frame.function) }));
  return {
    ...plain(
      result,
      result.asExpected ? "informational" : "fail",
      finding.kind,
      `${splatTitle(finding, trace)}. ${finding.message} repeat: ${repeatCommand(result)}`,
    ),
    ...(finding.at === null ? {} : { locations: [located(finding.at)] }),
    ...(stack.length === 0 ? {} : { stacks: [{ frames: stack }] }),
    ...(trace.steps.length === 0 ? {} : { codeFlows: [codeFlow(trace)] }),
  };
}

function codeFlow(trace: Trace): CodeFlow {
  const contexts = new Map<string, ContextInfo>();
  for (const { context } of trace.steps) if (!contexts.has(context.id)) contexts.set(context.id, context);
  const minor = minorSteps(trace);
  return {
    message: message(
      trace.loop === null ? "The way from the first state." : "The way from the first state, and what happens then for ever.",
    ),
    threadFlows: [...contexts.values()].map((context) => ({
      id: visible(context.id),
      message: message(contextName(context)),
      locations: trace.steps.flatMap((step, index) => (step.context.id === context.id ? [flowLocation(step, minor[index] === true)] : [])),
    })),
  };
}

function flowLocation(step: Step, minor: boolean): ThreadFlowLocation {
  const changed = Object.fromEntries(step.changes.map(({ name, after }) => [visible(name), message(after)]));
  return {
    executionOrder: step.state,
    importance: minor ? "unimportant" : "important",
    nestingLevel: Math.max(0, step.callTrace.length - 1),
    location: step.at === null ? { message: message(step.what) } : located(step.at, step.what),
    ...(step.callTrace.length === 0 ? {} : { stack: { frames: step.callTrace.map(frameOf) } }),
    ...(step.changes.length === 0 ? {} : { state: changed }),
  };
}

const frameOf = (frame: StackFrame) => ({ location: located(frame.at, frame.function) });

function located(span: Span, text?: string): SarifLocation {
  return { physicalLocation: physical(span), ...(text === undefined ? {} : { message: message(text) }) };
}

function physical({ file, line, column, endLine, endColumn }: Span): PhysicalLocation {
  return {
    artifactLocation: { uri: sarifUri(file) },
    region: { startLine: line + 1, startColumn: column + 1, endLine: endLine + 1, endColumn: endColumn + 1 },
  };
}

function notificationOf(result: CheckResult): readonly Notification[] {
  if (result.outcome !== "tool-failure") return [];
  return [{ level: "error", message: message(`${subjectText(result.subject)}: ${result.code}: ${result.message}`) }];
}

function isFindingKind(rule: string): rule is FindingKind {
  return Object.hasOwn(WHY, rule);
}

function rulesOf(results: readonly Result[]): ReportingDescriptor[] {
  return [...new Set(results.flatMap(({ ruleId }) => ruleId ?? []))].sort().map((id) => {
    if (isFindingKind(id)) return { id, shortDescription: message(FINDING_WORDS[id]), fullDescription: message(WHY[id]) };
    return {
      id,
      shortDescription: message(id === NOT_AS_EXPECTED ? "The verdict of a model." : `A model is rejected: lockproof explain ${id}`),
    };
  });
}

/** The same finding at the same function keeps its identity when lines move. */
function fingerprint(result: CheckResult, rule: string): string {
  const place = result.outcome === "violated" ? [result.finding.function, result.finding.lock?.name, result.finding.property] : [];
  return createHash("sha256")
    .update(JSON.stringify([subjectText(result.subject), rule, place]))
    .digest("hex");
}
