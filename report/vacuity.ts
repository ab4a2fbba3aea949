// What a verdict says nothing about, a line or two for each kind.

import type { Vacuity } from "../harness/result.js";
import { type Line, lines } from "./lines.js";
import { count, place } from "./names.js";

type Kind = Vacuity["kind"];

const TITLES: Readonly<Record<Kind, string>> = {
  "context-never-runs": "never comes",
  "place-not-reached": "no execution comes to",
  "branch-not-taken": "one way only",
  "lock-not-contended": "nobody ever waits for",
  "premise-never-holds": "the premise never holds of",
  "holds-from-the-start": "holds from the start",
};

/** Grouped by kind in a fixed order; empty when every part of the model was put to the test. */
export function vacuityLines(vacuity: readonly Vacuity[]): readonly Line[] {
  if (vacuity.length === 0) return [];
  const kinds = Object.entries(TITLES).flatMap(([kind, title]) => {
    const found = vacuity.filter((one) => one.kind === kind);
    return found.length === 0 ? [] : [`    ${title}: ${textsOf(found).join(", ")}`];
  });
  return lines([`  ${count(vacuity.length, "warning")}, the verdict says nothing about this:`, ...kinds], "doubt");
}

function textsOf(found: readonly Vacuity[]): readonly string[] {
  return found[0]?.kind === "place-not-reached" ? placesByFunction(found) : found.map(textOf);
}

function textOf({ kind, message, name, at }: Vacuity): string {
  const text = kind === "branch-not-taken" ? message.replace(/\.$/, "") : name;
  return `${text} (${place(at)})`;
}

/** `flush (ring.ts:12,14,15)` */
function placesByFunction(found: readonly Vacuity[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { name, at } of found) {
    const key = `${name} (${at.file}`;
    groups.set(key, [...(groups.get(key) ?? []), String(at.line + 1)]);
  }
  return [...groups].map(([key, numbers]) => `${key}:${numbers.join(",")})`);
}
