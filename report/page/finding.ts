// What is wrong, before any detail: in words, as a picture in columns, and why it is a bug.

import type { PageCheck, PageFinding } from "../html/page-data.js";
import type { Scenario } from "../scenario.js";
import { element, region, visible, withAttributes } from "./dom.js";

export function findingHead(check: PageCheck, finding: PageFinding): HTMLElement {
  const what = region("happens", "What happens", element("p.message", visible(finding.message)), facts(finding));
  const why = region(
    "why",
    "Why this is a bug",
    element("p", finding.why),
    element("p.repeat", "Repeat: ", element("code", visible(check.repeat))),
  );
  const picture = finding.scenario === null ? null : region("scenario", "Scenario", scenario(finding.scenario));
  return element("div.head", what, element("div", picture, why));
}

function facts({ facts: all }: PageFinding): HTMLElement {
  return element("dl.facts", ...all.flatMap(({ name, text }) => [element("dt", name), element("dd.code", visible(text))]));
}

function scenario({ columns, rows, end }: Scenario): HTMLElement {
  const head = element("tr", ...columns.map((name) => withAttributes(element("th", visible(name)), { scope: "col" })));
  const body = rows.map(({ column, text, depth }) =>
    element(
      "tr",
      ...columns.map((_, index) => (index === column ? element(depth === 1 ? "td.interrupted" : "td", visible(text)) : element("td"))),
    ),
  );
  const table = element("table.columns", element("thead", head), element("tbody", ...body));
  return element("div.scroll", table, element("p.end", end));
}
