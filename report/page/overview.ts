// All checks of the run, one row each.

import type { PageCheck, PageData } from "../html/page-data.js";
import { element, link, visible, withAttributes } from "./dom.js";
import { fragmentOf } from "./place.js";

export function overview(data: PageData, shown: number | null): HTMLElement {
  const head = element(
    "thead",
    element(
      "tr",
      ...["result", "model", "version", "verdict", "size", "time"].map((name) => withAttributes(element("th", name), { scope: "col" })),
    ),
  );
  const rows = data.checks.map((check, index) => row(data, check, index, index === shown));
  const table = element("table.overview", withAttributes(element("caption", visible(data.summary)), {}), head, element("tbody", ...rows));
  return withAttributes(element("nav", element("div.scroll", table)), { "aria-label": "All checks of this run" });
}

/** The row of what is shown, where there are more than fit. */
export function bringIntoSight(page: HTMLElement): void {
  const shown = page.querySelector<HTMLElement>("tr.shown");
  const box = shown?.closest<HTMLElement>(".scroll");
  if (shown !== null && box != null) box.scrollTop = shown.offsetTop - box.clientHeight / 2;
}

function row(data: PageData, check: PageCheck, index: number, shown: boolean): HTMLElement {
  const name = link(visible(check.model), fragmentOf(data, { check: index, step: null }));
  if (shown) name.setAttribute("aria-current", "page");
  const cells = [
    element("td", element(`span.label.${check.tone}`, check.label)),
    element("td", name),
    element("td.code", visible(check.version)),
    element("td", visible(check.verdict), ...check.remarks.map((text) => element("span.remark", visible(text)))),
    element("td.number", check.size),
    element("td.number", check.time),
  ];
  return element(shown ? "tr.shown" : "tr", ...cells);
}
