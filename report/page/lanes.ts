// The execution as a table: a row for each step, a lane for each context, lanes of one CPU side by side. What a context does stands in its lane;
// the lanes of the others show by their shape whether they run, wait, are interrupted, or are not there.

import type { Position } from "../../harness/result.js";
import { stretchesOf } from "../folding.js";
import type { PageLane, PageTrace } from "../html/page-data.js";
import { element, visible, withAttributes } from "./dom.js";

export interface Lanes {
  readonly table: HTMLElement;
  /** Marks the row of the state after `count` steps, and brings it into view. */
  readonly show: (count: number) => void;
  /** Shows folded steps, or folds them again. */
  readonly fold: () => void;
  readonly hasFolds: boolean;
}

const SHAPES: Readonly<Record<Position["state"], string>> = {
  running: "runs",
  waiting: "waits",
  interrupted: "is interrupted",
  finished: "has ended",
  idle: "is not active",
  faulted: "has failed",
};

/** `choose` is called with the number of steps when a row is clicked. */
export function lanesOf(trace: PageTrace, choose: (count: number) => void): Lanes {
  const { body, rows, folds } = rowsOf(trace);
  const table = element("table.lanes", columnsOf(trace), head(trace), body);
  const fold = (): void => void table.classList.toggle("unfolded");
  body.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    const count = rows.findIndex((one) => one === row);
    if (count >= 0) choose(count);
    else if (folds.some((one) => one === row)) fold();
  });
  let marked: HTMLElement | undefined;
  return {
    table,
    hasFolds: folds.length > 0,
    fold,
    show(count) {
      marked?.removeAttribute("aria-current");
      marked = rows[count];
      marked?.setAttribute("aria-current", "step");
      if (marked?.classList.contains("minor") === true) table.classList.add("unfolded");
      scrollInto(table.parentElement, marked);
    },
  };
}

interface Rows {
  readonly body: HTMLElement;
  /** By the number of steps. */
  readonly rows: readonly HTMLElement[];
  readonly folds: readonly HTMLElement[];
}

function rowsOf(trace: PageTrace): Rows {
  const positions = new Map(trace.start.map((position) => [position.context, position]));
  const rows = [firstRow(trace, positions)];
  const folds: HTMLElement[] = [];
  const body = element("tbody", ...rows);
  for (const stretch of stretchesOf(trace.steps, trace.minor)) {
    const [first, last] = stretch.kind === "step" ? [stretch.index, stretch.index] : [stretch.first, stretch.last];
    if (first === loopStart(trace)) body.append(wideRow(trace, "again and again from here:"));
    if (stretch.kind === "folded") {
      const fold = foldRow(trace, first, last, positions);
      folds.push(fold);
      body.append(fold);
    }
    for (let index = first; index <= last; index++) {
      for (const position of trace.steps[index]?.positions ?? []) positions.set(position.context, position);
      const row = stepRow(trace, index, positions);
      row.classList.toggle("minor", stretch.kind === "folded");
      rows.push(row);
      body.append(row);
    }
  }
  if (trace.loop !== null) body.append(wideRow(trace, endOfLoop(trace)));
  return { body, rows, folds };
}

/** Index of the first step of the loop; -1 when there is none. */
function loopStart({ loop, steps }: PageTrace): number {
  return typeof loop === "number" ? steps.findIndex(({ state }) => state === loop + 1) : -1;
}

/** Only the table scrolls, not the page. */
function scrollInto(box: HTMLElement | null, row: HTMLElement | undefined): void {
  if (box === null || row === undefined) return;
  const head = box.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const top = row.offsetTop - head;
  if (top < box.scrollTop) box.scrollTop = top - 40;
  else if (row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight)
    box.scrollTop = row.offsetTop + row.offsetHeight - box.clientHeight + 40;
}

function columnsOf({ lanes }: PageTrace): HTMLElement {
  return element("colgroup", element("col.number"), ...lanes.map(() => element("col")));
}

function head({ lanes }: PageTrace): HTMLElement {
  const cpus = [...new Set(lanes.map(({ cpu }) => cpu))];
  const groups = cpus.map((cpu) => {
    const span = lanes.filter((lane) => lane.cpu === cpu).length;
    return withAttributes(element("th.cpu", cpu), { scope: "colgroup", colspan: String(span) });
  });
  const names = lanes.map((lane, index) =>
    withAttributes(element(startsCpu(lanes, index) ? "th.first" : "th", visible(lane.name), element("small", lane.kind)), { scope: "col" }),
  );
  return element(
    "thead",
    element("tr", element("td"), ...groups),
    element("tr", withAttributes(element("th", "step"), { scope: "col" }), ...names),
  );
}

const startsCpu = (lanes: readonly PageLane[], index: number): boolean => index === 0 || lanes[index - 1]?.cpu !== lanes[index]?.cpu;

function firstRow(trace: PageTrace, positions: ReadonlyMap<string, Position>): HTMLElement {
  return element(
    "tr.first",
    numberCell(0),
    ...trace.lanes.map((lane, index) =>
      cell(trace, lane, index, positions.get(lane.context), index === 0 ? element("span.what", "first state") : null),
    ),
  );
}

function stepRow(trace: PageTrace, index: number, positions: ReadonlyMap<string, Position>): HTMLElement {
  const step = trace.steps[index];
  const last = index === trace.steps.length - 1 && trace.loop === null;
  const cells = trace.lanes.map((lane, number) => {
    const moves = lane.context === step?.context.id;
    const text = moves ? stepText(trace, index) : null;
    const made = cell(trace, lane, number, positions.get(lane.context), text);
    if (moves) made.classList.add("moves");
    return made;
  });
  return element(last ? "tr.last" : "tr", numberCell(index + 1), ...cells);
}

function stepText(trace: PageTrace, index: number): HTMLElement {
  const step = trace.steps[index];
  const place = step?.at ?? null;
  const where = place === null ? null : element("span.where", visible(`${place.file.split("/").at(-1) ?? place.file}:${place.line + 1}`));
  return element("span.what", visible(step?.what ?? ""), " ", where);
}

function numberCell(count: number): HTMLElement {
  return withAttributes(element("th.number", String(count)), { scope: "row" });
}

function cell(trace: PageTrace, lane: PageLane, index: number, position: Position | undefined, text: HTMLElement | null): HTMLElement {
  const state = position?.state ?? "idle";
  const made = element(`td.${state}${lane.interrupt ? ".interrupt" : ""}${startsCpu(trace.lanes, index) ? ".first" : ""}`, text);
  const elsewhere = position?.cpu != null && lane.cpu !== `CPU ${position.cpu}` ? ` on CPU ${position.cpu}` : "";
  const holds = position === undefined || position.held.length === 0 ? "" : `; holds ${position.held.join(", ")}`;
  made.title = visible(`${lane.name} ${SHAPES[state]}${elsewhere}${holds}`);
  if (text === null && state !== "idle" && state !== "finished") made.append(element("span.unseen", SHAPES[state]));
  return made;
}

function foldRow(trace: PageTrace, first: number, last: number, positions: ReadonlyMap<string, Position>): HTMLElement {
  const step = trace.steps[first];
  const cells = trace.lanes.map((lane, index) => {
    const text = lane.context === step?.context.id ? element("span.what", `${last - first + 1} steps that only it can see`) : null;
    return cell(trace, lane, index, positions.get(lane.context), text);
  });
  return element("tr.fold", element("th.number", `${first + 1}–${last + 1}`), ...cells);
}

function wideRow(trace: PageTrace, text: string): HTMLElement {
  return element("tr.loop", withAttributes(element("td", text), { colspan: String(trace.lanes.length + 1) }));
}

function endOfLoop(trace: PageTrace): string {
  if (trace.loop === "stuttering") return "and nothing happens any more, for ever";
  const index = loopStart(trace);
  return index < 0 ? "and so on, for ever" : `back to before step ${index + 1}, for ever`;
}
