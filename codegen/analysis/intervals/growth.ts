// Where a local that has no bound gets out of hand: at the stores that make its next value from its last one.

import type { Node } from "../../ir/graph.js";
import { localsOf } from "../operation-uses.js";
import type { Body } from "./body.js";
import type { Environment } from "./environment.js";
import { evaluate } from "./evaluate.js";
import { localAssignments } from "./flow.js";
import { type Interval, isBounded } from "./interval.js";
import type { Scope } from "./scope.js";

export interface Growth {
  readonly node: Node;
  readonly local: string;
  readonly value: Interval;
}

/** One for each set of locals that drive each other: `i = i + 1`, or `a = b + 1` and `b = a`. */
export function growing(body: Body, scope: Scope, known: ReadonlyMap<string, Environment>): readonly Growth[] {
  const sources = new Map<string, Set<string>>();
  for (const { operation } of body.nodes)
    for (const { local, value } of localAssignments(operation))
      sources.set(local, new Set([...(sources.get(local) ?? []), ...localsOf(value)]));
  const found = new Map<string, Growth>();
  for (const node of inOrderOfText(body.nodes)) {
    for (const growth of growthAt(node, scope, known.get(node.id), sources)) {
      const group = [...reachedFrom(growth.local, sources)].filter((other) => reachedFrom(other, sources).has(growth.local)).sort();
      const key = JSON.stringify(group);
      if (!found.has(key)) found.set(key, growth);
    }
  }
  return [...found.values()];
}

function growthAt(
  node: Node,
  scope: Scope,
  environment: Environment | undefined,
  sources: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Growth[] {
  if (environment === undefined) return [];
  return localAssignments(node.operation).flatMap(({ local, value }) => {
    const { integers } = evaluate(scope, value, environment);
    if (integers === null || isBounded(integers) || value.kind === "local") return [];
    const drives = localsOf(value).some((source) => source === local || reachedFrom(source, sources).has(local));
    return drives ? [{ node, local, value: integers }] : [];
  });
}

/** The locals that the value of `local` is made from, directly or not. */
function reachedFrom(local: string, sources: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...(sources.get(local) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    pending.push(...(sources.get(next) ?? []));
  }
  return reached;
}

function inOrderOfText(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
}
