// Who waits for whom in the last state, and the circle among them that a deadlock report shows.

import type { Finding, Standing } from "../../harness/result.js";
import { contextName } from "../names.js";

type Wait = Standing["waitsFor"][number];

/** A sentence like `one/0 waits for B, held by two`. */
export function waitSentences(standing: Standing): readonly string[] {
  return standing.waitsFor.map((wait) => `${contextName(standing.context)} ${isInterruption(wait) ? "is" : "waits for"} ${wait.what}`);
}

/** `interrupted on CPU 0 by nvme`: what waits is not the context's own code. */
export function isInterruption({ what }: Wait): boolean {
  return what.startsWith("interrupted ");
}

/** The shortest circle through `from`, beginning with it; empty when there is none. */
function circleFrom(from: Standing, all: ReadonlyMap<string, Standing>): readonly Standing[] {
  const paths: (readonly Standing[])[] = [[from]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const last = path.at(-1);
    for (const { context } of last?.waitsFor ?? []) {
      if (context === from.context.id) return path;
      const next = context === null ? undefined : all.get(context);
      if (next === undefined || seen.has(next.context.id)) continue;
      seen.add(next.context.id);
      paths.push([...path, next]);
    }
  }
  return [];
}

/** The contexts that wait for each other, each for the next one and the last for the first; those that wait at all when there is no circle. */
export function circle(finding: Finding, standing: readonly Standing[]): readonly Standing[] {
  const all = new Map(standing.map((one) => [one.context.id, one]));
  const waiting = standing.filter((one) => one.waitsFor.length > 0);
  const first = waiting.filter((one) => one.context.id === finding.context?.id);
  for (const from of [...first, ...waiting]) {
    const found = circleFrom(from, all);
    if (found.length > 0) return found;
  }
  return waiting;
}
