// Where every context stands in the last state, in a line or two each.

import type { Standing, Trace } from "../harness/result.js";
import { blank, type Line, line } from "./lines.js";
import { contextName, place } from "./names.js";
import { waitWords } from "./splat/wait-graph.js";

export function standingLines({ standing }: Trace): readonly Line[] {
  if (standing.length === 0) return [];
  const width = Math.max(...standing.map(({ context }) => contextName(context).length));
  return [
    blank,
    line("in the last state:", "heading"),
    ...standing.map((one) => line(`   ${contextName(one.context).padEnd(width)}  ${sentence(one)}`)),
  ];
}

function sentence(standing: Standing): string {
  const { held, at, waitsFor, state } = standing;
  const waits = waitsFor.map(({ what }) => waitWords(what)).join(" and ");
  const where = at === null ? "" : `, at ${place(at)}`;
  const holds = held.length === 0 ? "" : `; holds ${held.map((lock) => lock.instance ?? lock.name).join(", ")}`;
  const waiting = waits === "" ? "" : state === "waiting" ? ` ${waits}` : `, waits ${waits}`;
  return `${state}${waiting}${where}${holds}`;
}
