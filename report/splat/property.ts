// Reports that lockdep has no text for: faults of a step, and the model's own properties. Their headings are in its manner.

import type { Finding, FindingKind, Standing, Trace } from "../../harness/result.js";
import { freeingStep, goneScenario } from "../freed.js";
import { blank, type Line, lines } from "../lines.js";
import { backtraceLines, callTraceLines, heldLines } from "../lock-lines.js";
import { contextName, frameText, inBrackets } from "../names.js";
import { scenarioText } from "../scenario.js";
import { waitSentences } from "./wait-graph.js";

/** Kinds whose report is a title, what is wrong, and where. */
export type PlainKind = Extract<
  FindingKind,
  | "assertion"
  | "invariant"
  | "eventually"
  | "reachable"
  | "stuck"
  | "list-corruption"
  | "null-dereference"
  | "use-after-free"
  | "double-free"
  | "free-active"
  | "refcount"
  | "out-of-range"
>;

export const PLAIN_TITLES: Readonly<Record<PlainKind, string>> = {
  assertion: "[ BUG: assertion failed ]",
  invariant: "[ BUG: invariant violated ]",
  eventually: "[ BUG: eventuality violated ]",
  reachable: "[ BUG: state not reachable ]",
  stuck: "[ BUG: no context can go on ]",
  "list-corruption": "[ BUG: list corruption ]",
  "null-dereference": "[ BUG: NULL pointer dereference ]",
  "use-after-free": "BUG: KASAN: use-after-free",
  "double-free": "BUG: KASAN: double-free",
  "free-active": "ODEBUG: free active",
  refcount: "refcount_t: misused; use-after-free.",
  "out-of-range": "[ BUG: value out of range ]",
};

/** A fault of one context: where it stands, what it holds. */
export function faultLines(finding: Finding, trace: Trace): readonly Line[] {
  const { context } = finding;
  if (context === null) return propertyLines(finding);
  return [
    ...lines([`${contextName(context)} at ${finding.function ?? "its start"}${inBrackets(finding.at)}`]),
    ...propertyLines(finding),
    ...freedLines(finding, trace),
    blank,
    ...lines(["other info that might help us debug this:", ...heldLines(context, finding.held)]),
    blank,
    ...lines(backtraceLines(context, finding.callTrace)),
  ];
}

/** As KASAN has it, and the scenario, in which who frees stands beside who uses. */
function freedLines(finding: Finding, trace: Trace): readonly Line[] {
  const freed = freeingStep(finding, trace);
  const scenario = goneScenario(finding, trace);
  if (freed === null || scenario === null) return [];
  const by = `Freed by ${contextName(freed.context)}:`;
  return [blank, ...lines([by, ...freed.callTrace.map((frame) => ` ${frameText(frame)}`)]), blank, ...lines(scenarioText(scenario))];
}

/** The name of an invariant or eventuality, the message of an assertion. */
export function propertyLines(finding: Finding): readonly Line[] {
  return finding.property === null ? [] : lines([`property: ${finding.property}`]);
}

/** Nobody can go on: each context that waits, as the hung task detector shows it. */
export function stuckLines(trace: Trace): readonly Line[] {
  const blocked = trace.standing.filter((standing) => standing.waitsFor.length > 0 || standing.state === "waiting");
  return blocked.flatMap((standing, index) => [...(index === 0 ? [] : [blank]), ...lines(blockedLines(standing))]);
}

function blockedLines(standing: Standing): readonly string[] {
  return [
    ...waitSentences(standing),
    ...heldLines(standing.context, standing.held),
    ...callTraceLines(standing.context, standing.callTrace),
  ];
}
