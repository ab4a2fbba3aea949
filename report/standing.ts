// Where every context stands in the last state, in a line or two each.

import type { Standing, Trace } from "../harness/result.js";
import { blank, type Line, line } from "./lines.js";
import { contextName, place } from "./names.js";
import { isInterruption } from "./splat/wait-graph.js";

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
  const { held, at } = standing;
  const where = at === null ? "" : `, at ${place(at)}`;
  const holds = held.length === 0 ? "" : `; holds ${held.map((lock) => lock.instance ?? lock.name).join(", ")}`;
  return `${doing(standing)}${where}${holds}`;
}

/** The state, and for what it waits: `interrupted on CPU 0 by nvme`, `waiting for B, held by two`. */
function doing({ state, waitsFor }: Standing): string {
  const over = waitsFor.filter(isInterruption).map(({ what }) => what);
  const waits = waitsFor.filter((wait) => !isInterruption(wait)).map(({ what }) => what);
  const first = over.length === 0 ? state : over.join(" and ");
  if (waits.length === 0) return first;
  return `${first}${state === "waiting" && over.length === 0 ? "" : ", waiting"} for ${waits.join(" and ")}`;
}
