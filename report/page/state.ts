// One state: where each context is, what it holds and waits for, and the value of everything, what the last step changed marked.

import type { Position, Span } from "../../harness/result.js";
import type { PageTrace } from "../html/page-data.js";
import type { Moment, Value } from "../moment.js";
import { button, element, visible, withAttributes } from "./dom.js";

/** `goTo` shows a place in the source. */
export function contextTable(trace: PageTrace, { positions }: Moment, mover: string | null, goTo: (at: Span) => void): HTMLElement {
  const titles = ["context", "is", "at", "holds", "waits for"];
  const head = element("thead", element("tr", ...titles.map((name) => withAttributes(element("th", name), { scope: "col" }))));
  const rows = trace.lanes.map(({ context, name }) => {
    const position = positions.get(context);
    const running = position !== undefined && position.cpu !== null ? ` on CPU ${position.cpu}` : "";
    const off = position?.irqs === false ? ", interrupts off" : "";
    return element(
      context === mover ? "tr.moved" : "tr",
      withAttributes(element("th", visible(name)), { scope: "row" }),
      element("td", `${position?.state ?? "idle"}${running}${off}`),
      element("td.code", placeOf(position, goTo)),
      element("td.code", visible(position?.held.join(", ") ?? "")),
      element("td", visible(position?.waitsFor.map(({ what }) => what).join("; ") ?? "")),
    );
  });
  return element("div.scroll", element("table.contexts", head, element("tbody", ...rows)));
}

function placeOf(position: Position | undefined, goTo: (at: Span) => void): HTMLElement | null {
  if (position?.at == null) return null;
  const { at, function: name } = position;
  const place = visible(`${name ?? ""} (${at.file.split("/").at(-1) ?? ""}:${at.line + 1})`.trimStart());
  const made = button(place, `Show ${place} in the source`, () => goTo(at));
  made.className = "place";
  return made;
}

/** `fixed`: names of what no step of the trace changes; it is folded away. */
export function valueTable({ values }: Moment, fixed: ReadonlySet<string>, open: boolean): HTMLElement {
  const changed = values.filter(({ before }) => before !== null);
  const rest = values.filter(({ name, before }) => before === null && !fixed.has(name));
  const shown = element("table.values", element("tbody", ...changed.map(changedRow), ...rest.map(row)));
  return element(
    "div.scroll",
    shown,
    fixed.size === 0
      ? null
      : fixedValues(
          values.filter(({ name }) => fixed.has(name)),
          open,
        ),
  );
}

function fixedValues(values: readonly Value[], open: boolean): HTMLElement {
  const made = document.createElement("details");
  made.open = open;
  made.append(element("summary", `${values.length} that stay as they are`), element("table.values", element("tbody", ...values.map(row))));
  return made;
}

function row({ name, value }: Value): HTMLElement {
  return element("tr", withAttributes(element("th.code", visible(name)), { scope: "row" }), element("td.code", visible(value)));
}

function changedRow({ name, value, before }: Value): HTMLElement {
  const cell = element("td.code", element("del", visible(before ?? "")), " → ", element("ins", visible(value)));
  return element("tr.changed", withAttributes(element("th.code", visible(name)), { scope: "row" }), cell);
}
