// What a verdict says nothing about, a line or two for each kind.

import type { CheckResult, Vacuity } from "../harness/result.js";
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

type Verified = Extract<CheckResult, { outcome: "verified" }>;

/** What a model has no use for in the files that it imports is no doubt about it: these are the warnings about its own lines. */
export function ownVacuity({ vacuity, subject }: Verified): readonly Vacuity[] {
  return vacuity.filter(({ at }) => at.file === subject.file);
}

/** Grouped by kind in a fixed order; empty when every part of the model was put to the test. `verbose`: imported files, too. */
export function vacuityLines(result: Verified, verbose: boolean): readonly Line[] {
  const own = ownVacuity(result);
  const shown = verbose ? result.vacuity : own;
  const others = result.vacuity.length - shown.length;
  const more = others === 0 ? "" : `${count(others, "warning")} about files that the model imports (--verbose shows them).`;
  if (shown.length === 0) return more === "" ? [] : lines([`  ${more}`], "quiet");
  const kinds = Object.entries(TITLES).flatMap(([kind, title]) => {
    const found = shown.filter((one) => one.kind === kind);
    return found.length === 0 ? [] : [`    ${title}: ${textsOf(found).join(", ")}`];
  });
  return [
    ...lines([`  ${count(shown.length, "warning")}, the verdict says nothing about this:`, ...kinds], "doubt"),
    ...(more === "" ? [] : lines([`    ${more}`], "quiet")),
  ];
}

/**
 * Lines of imported files that no check of the run comes to, where at least two models use the file: then nobody uses the line. Empty when there
 * is none.
 */
export function renderUnused(results: readonly CheckResult[]): string {
  const models = new Set(results.map(({ subject }) => subject.file));
  const files = new Map<string, { readonly users: Set<string>; readonly functions: Map<number, string>; readonly reached: Set<number> }>();
  for (const result of results) {
    if (!("coverage" in result)) continue;
    for (const { at, function: name, reached } of result.coverage.places) {
      if (models.has(at.file)) continue;
      const known = files.get(at.file) ?? { users: new Set(), functions: new Map(), reached: new Set() };
      files.set(at.file, known);
      known.users.add(result.subject.file);
      known.functions.set(at.line, name);
      if (reached) known.reached.add(at.line);
    }
  }
  const unused = [...files]
    .filter(([, { users }]) => users.size > 1)
    .map(([file, { functions, reached }]) => [file, [...functions.keys()].filter((at) => !reached.has(at)).sort((a, b) => a - b)] as const)
    .filter(([, found]) => found.length > 0)
    .map(([file, found]) => `${file}:${found.map((at) => at + 1).join(",")}`)
    .sort();
  return unused.length === 0 ? "" : `\nNo check of this run comes to ${unused.join(", ")}.\n`;
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
