// Counterexamples as Mermaid sequence diagrams, in Markdown: what GitHub and others draw where it is pasted.

import type { CheckResult, ContextInfo, Standing, Step, Trace } from "../harness/result.js";
import { minorSteps, stretchesOf } from "./folding.js";
import { visible } from "./lines.js";
import { contextName, subjectText } from "./names.js";
import { splatTitle, type Violated } from "./splat/index.js";
import { isInterruption } from "./splat/wait-graph.js";

const LONGEST = 120;

export function renderMermaid(results: readonly CheckResult[]): string {
  const diagrams = results.flatMap((result) => (result.outcome === "violated" ? [section(result)] : []));
  return diagrams.join("\n");
}

/** Everything that Mermaid or HTML could act upon is written as the code of the character. */
export function mermaidText(text: string): string {
  const safe = visible(text);
  const short = [...safe].length > LONGEST ? `${[...safe].slice(0, LONGEST - 1).join("")}…` : safe;
  return short.replace(/[^A-Za-z0-9 _.,()=+-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** A heading that is only text: every sign that Markdown knows is escaped. */
export function markdownText(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:@$=^"']/g, "\\$&");
}

function section(result: Violated): string {
  const title = `${splatTitle(result.finding, result.trace)} in ${subjectText(result.subject)}`;
  const lines = diagram(result.trace).map((text) => `${text}\n`);
  return `### ${markdownText(title)}\n\n${markdownText(result.finding.message)}\n\n\`\`\`mermaid\n${lines.join("")}\`\`\`\n`;
}

function diagram(trace: Trace): readonly string[] {
  const contexts = contextsOf(trace);
  const idOf = (context: string): string => `c${contexts.findIndex(({ id }) => id === context)}`;
  return [
    "sequenceDiagram",
    ...contexts.map((context) => `  participant ${idOf(context.id)} as ${mermaidText(contextName(context))}`),
    ...stepLines(trace, idOf),
    ...trace.standing.flatMap((standing) => waitLines(standing, contexts, idOf)),
  ];
}

/** Those that take part, in the order of their CPUs. */
function contextsOf({ standing, steps }: Trace): readonly ContextInfo[] {
  const active = new Set(steps.map(({ context }) => context.id));
  const waiting = standing.filter(({ waitsFor }) => waitsFor.length > 0).map(({ context }) => context.id);
  const named = [...standing.map(({ context }) => context), ...steps.map(({ context }) => context)];
  const all = named.filter((context, index) => named.findIndex(({ id }) => id === context.id) === index);
  return all.filter(({ id }) => active.has(id) || waiting.includes(id)).toSorted((a, b) => (a.cpu ?? 99) - (b.cpu ?? 99));
}

function stepLines(trace: Trace, idOf: (context: string) => string): readonly string[] {
  const { steps, loop } = trace;
  const first = typeof loop === "number" ? steps.findIndex(({ state }) => state === loop + 1) : -1;
  const lines = stretchesOf(steps, minorSteps(trace)).flatMap((stretch) => {
    const index = stretch.kind === "step" ? stretch.index : stretch.first;
    const step = steps[index];
    if (step === undefined) return [];
    const begins = index === first ? ["  loop for ever"] : [];
    return [
      ...begins,
      `  ${idOf(step.context.id)}->>${idOf(step.context.id)}: ${mermaidText(stretch.kind === "step" ? numbered(step, index) : `${stretch.first + 1}-${stretch.last + 1} steps of its own`)}`,
    ];
  });
  return first < 0 ? lines : [...lines, "  end"];
}

const numbered = (step: Step, index: number): string => `${index + 1} ${step.what}`;

function waitLines(
  { context, waitsFor }: Standing,
  contexts: readonly ContextInfo[],
  idOf: (context: string) => string,
): readonly string[] {
  return waitsFor.map((wait) => {
    const text = mermaidText(isInterruption(wait) ? wait.what : `waits for ${wait.what}`);
    const other = contexts.some(({ id }) => id === wait.context) ? wait.context : null;
    return other === null ? `  Note over ${idOf(context.id)}: ${text}` : `  ${idOf(context.id)}-->>${idOf(other)}: ${text}`;
  });
}
