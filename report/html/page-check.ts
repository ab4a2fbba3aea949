// One result in the words and in the order in which the page shows it.

import type { CheckResult, Position, Trace } from "../../harness/result.js";
import { besideLines, besideTexts } from "../beside.js";
import { minorSteps } from "../folding.js";
import { freeingStep } from "../freed.js";
import { lockText } from "../lock-lines.js";
import { contextName, expectedOf, inBrackets, place, seconds, subjectText, variantText } from "../names.js";
import type { RenderOptions } from "../options.js";
import { repeatCommand } from "../repeat-command.js";
import { isInterrupt, scenarioOf } from "../scenario.js";
import { splatTitle, type Violated } from "../splat/index.js";
import { labelOf, sizeText, verdictText } from "../table.js";
import { renderReport } from "../terminal.js";
import { WHY } from "../why.js";
import type { PageCheck, PageFinding, PageLane, PageTrace } from "./page-data.js";

export function pageCheck(result: CheckResult, slug: string, graphs: PageCheck["graphs"], options: RenderOptions): PageCheck {
  const { label, style } = labelOf(result);
  const searched = result.outcome === "verified" || result.outcome === "violated" ? result : null;
  return {
    slug,
    label,
    tone: style === "good" || style === "doubt" ? style : "bad",
    model: result.subject.model,
    version: [variantText(result.subject), ...Object.entries(result.subject.parameters).map(([name, value]) => `${name}=${value}`)].join(
      " ",
    ),
    verdict: verdictText(result),
    remarks: besideTexts(result),
    beside: besideLines(result, options.verbose === true).map(({ text, style }) => ({
      text: text.replace(/^ {2}/, ""),
      doubt: style === "doubt",
    })),
    expected: expectedOf(result),
    size: sizeText(result),
    time: result.cached ? "cached" : seconds(result),
    engine: searched === null ? "" : searched.engine,
    repeat: repeatCommand(result),
    text: renderReport(result, { ...options, color: false }),
    finding: result.outcome === "violated" ? pageFinding(result) : null,
    trace: result.outcome === "violated" && result.finding.kind !== "reachable" ? pageTrace(result.trace) : null,
    coverage: searched?.coverage ?? null,
    lockOrder: searched?.lockOrder ?? null,
    graphs,
  };
}

/** For links: the subject without what would have to be escaped. */
export function slugOf(result: CheckResult): string {
  return subjectText(result.subject).replace(/[^A-Za-z0-9._=/-]+/g, "~");
}

function pageFinding({ finding, trace }: Violated): PageFinding {
  const freed = freeingStep(finding, trace);
  const { context, lock, at, waitContext } = finding;
  const facts = [
    { name: "context", text: context === null ? null : contextName(context) },
    { name: "lock", text: lock === null ? null : lockText(lock) },
    { name: "place", text: at === null ? null : finding.function === null ? place(at) : `${finding.function}${inBrackets(at)}` },
    { name: "object", text: finding.object },
    { name: "freed by", text: freed === null ? null : `${contextName(freed.context)}${inBrackets(freed.at)}` },
    { name: "context allows", text: waitContext === null ? null : `context-{${waitContext}:${waitContext}}` },
    { name: "property", text: finding.property },
    ...finding.held.map((held, index) => ({ name: index === 0 ? "holds" : "", text: lockText(held) })),
  ];
  return {
    title: splatTitle(finding, trace),
    message: finding.message,
    why: WHY[finding.kind],
    scenario: scenarioOf(finding, trace),
    facts: facts.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }])),
    at: at === null ? null : { file: at.file, line: at.line },
  };
}

function pageTrace(trace: Trace): PageTrace {
  const active = new Set(
    [...trace.start, ...trace.steps.flatMap((step) => step.positions)].flatMap(({ context, state }) => (state === "idle" ? [] : [context])),
  );
  for (const step of trace.steps) active.add(step.context.id);
  const inactive = trace.standing.filter(({ context }) => !active.has(context.id)).map(({ context }) => contextName(context));
  return { ...trace, lanes: lanesOf(trace, active), inactive, minor: minorSteps(trace) };
}

/** CPUs ascending; on each the tasks first, then what interrupts them. */
function lanesOf({ standing, start, steps }: Trace, active: ReadonlySet<string>): readonly PageLane[] {
  const positions: readonly Position[] = [...start, ...steps.flatMap((step) => step.positions)];
  const lanes = standing.flatMap(({ context }) => {
    const cpu = positions.find((position) => position.context === context.id && position.cpu !== null)?.cpu ?? context.cpu;
    const name = contextName({ ...context, cpu: null });
    return active.has(context.id)
      ? [{ context: context.id, name, kind: context.kind, interrupt: isInterrupt(context), cpu: cpu ?? 0 }]
      : [];
  });
  const sorted = lanes.toSorted((a, b) => a.cpu - b.cpu || Number(a.interrupt) - Number(b.interrupt));
  return sorted.map((lane) => ({ ...lane, cpu: `CPU ${lane.cpu}` }));
}
