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
  const unbounded = inOrderOfText(body.nodes).flatMap((node) => unboundedAt(node, scope, known.get(node.id)));
  if (unbounded.length === 0) return [];
  const madeFrom = sourcesOf(body);
  const drives = (source: string, local: string): boolean => source === local || madeFrom(source).has(local);
  const found: Growth[] = [];
  for (const { read, ...growth } of unbounded) {
    const { local } = growth;
    const isNew = !found.some((other) => drives(local, other.local) && drives(other.local, local));
    if (isNew && read.some((source) => drives(source, local))) found.push(growth);
  }
  return found;
}

/** Stores of an unbounded value that is more than a copy, with the locals that it is computed from. */
function unboundedAt(
  node: Node,
  scope: Scope,
  environment: Environment | undefined,
): readonly (Growth & { readonly read: readonly string[] })[] {
  if (environment === undefined) return [];
  return localAssignments(node.operation).flatMap(({ local, value }) => {
    const { integers } = evaluate(scope, value, environment);
    if (integers === null || isBounded(integers) || value.kind === "local") return [];
    return [{ node, local, value: integers, read: localsOf(value) }];
  });
}

/** For a local, all locals that its value is made from, directly or not. */
function sourcesOf(body: Body): (local: string) => ReadonlySet<string> {
  const direct = new Map<string, Set<string>>();
  for (const { operation } of body.nodes)
    for (const { local, value } of localAssignments(operation)) {
      const sources = direct.get(local) ?? new Set();
      for (const source of localsOf(value)) sources.add(source);
      direct.set(local, sources);
    }
  const all = new Map<string, ReadonlySet<string>>();
  return (local) => {
    const reached = all.get(local) ?? reachedFrom(local, direct);
    all.set(local, reached);
    return reached;
  };
}

function reachedFrom(local: string, direct: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...(direct.get(local) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    pending.push(...(direct.get(next) ?? []));
  }
  return reached;
}

function inOrderOfText(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
}
