// Everything about one check.

import type { PageCheck } from "../html/page-data.js";
import { element, region, visible } from "./dom.js";
import { type Execution, executionOf } from "./execution.js";
import { findingHead } from "./finding.js";
import { sourceView } from "./source.js";

export interface CheckView {
  readonly box: HTMLElement;
  readonly execution: Execution | null;
}

export function checkView(check: PageCheck, sources: Readonly<Record<string, string>>, moved: (count: number) => void): CheckView {
  const { finding, trace } = check;
  const execution = trace === null ? null : executionOf(check, trace, sources, moved);
  const title = finding?.title ?? `${check.model}: ${check.verdict}`;
  const box = element(
    "article",
    element("h2", visible(title)),
    element(
      "p.subject",
      element(`span.label.${check.tone}`, check.label),
      " ",
      visible(check.model),
      " ",
      element("span.code", visible(check.version)),
      visible(`, expected: ${check.expected}`),
    ),
    beside(check),
    finding === null ? null : findingHead(check, finding),
    execution?.box ?? null,
    ...check.graphs.map(({ id, title: name, note }) => region("drawing", name, element("p.note", note), drawing(id))),
    trace === null && check.coverage !== null && check.coverage.places.length > 0
      ? region("coverage", "Coverage", coverageNote(check), coverageOf(check, sources))
      : null,
    report(check, finding === null),
  );
  return { box, execution };
}

/** Next to the verdict: nobody should have to look for what it does not say. */
function beside({ beside: rows }: PageCheck): HTMLElement | null {
  if (rows.length === 0) return null;
  return element("div.beside", ...rows.map(({ text, doubt }) => element(doubt ? "p.doubt" : "p", visible(text))));
}

/** The document has the drawing; it is shown once at a time. */
function drawing(id: string): HTMLElement {
  const template = document.getElementById(id);
  return element("div.scroll", template instanceof HTMLTemplateElement ? template.content.cloneNode(true) : null);
}

function coverageNote({ coverage }: PageCheck): HTMLElement {
  const places = coverage?.places ?? [];
  const reached = places.filter((place) => place.reached).length;
  return element("p.note", `${reached} of ${places.length} places are reached by some execution; ✗ marks those that are not.`);
}

function coverageOf({ coverage }: PageCheck, sources: Readonly<Record<string, string>>): HTMLElement {
  const own = new Set((coverage?.places ?? []).map(({ at }) => at.file));
  return sourceView(Object.fromEntries(Object.entries(sources).filter(([file]) => own.has(file))), coverage).box;
}

function report(check: PageCheck, open: boolean): HTMLElement | null {
  if (check.text === "") return null;
  const made = document.createElement("details");
  made.open = open;
  made.append(element("summary", "The same as text"), element("pre.text", visible(check.text)));
  return made;
}
