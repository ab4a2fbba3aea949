// Sets a local to NULL on the way to a place from which no step can read it: states that differ only in forgotten values are one state.
// Sound for every property, since properties cannot read locals.

import { definedLocals, usedLocals } from "./operation-uses.js";
import type { SplitGraph } from "./typestate.js";

/** For each node key, the locals to forget on each way out, in the order of its successors. */
export function deadLocals(graph: SplitGraph): ReadonlyMap<string, readonly (readonly string[])[]> {
  const live = liveAtEntry(graph);
  const valued = valuedAtEntry(graph, live);
  return new Map(
    graph.nodes.map((node) => {
      const after = new Set([...(valued.get(node.key) ?? []), ...definedLocals(node.node.operation)]);
      return [node.key, node.next.map((next) => [...after].filter((local) => !live.get(next)?.has(local)).sort())];
    }),
  );
}

/** Locals that a step from here on may read before it stores to them. */
function liveAtEntry(graph: SplitGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const live = new Map<string, ReadonlySet<string>>(graph.nodes.map((node) => [node.key, new Set()]));
  const backwards = [...graph.nodes].reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const { key, node, next } of backwards) {
      const out = new Set(next.flatMap((successor) => [...(live.get(successor) ?? [])]));
      for (const local of definedLocals(node.operation)) out.delete(local);
      for (const local of usedLocals(node.operation)) out.add(local);
      if (out.size !== live.get(key)?.size) {
        live.set(key, out);
        changed = true;
      }
    }
  }
  return live;
}

/** Locals that may have a value here, given that dead ones are forgotten. */
function valuedAtEntry(graph: SplitGraph, live: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const valued = new Map<string, Set<string>>(graph.nodes.map((node) => [node.key, new Set()]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { key, node, next } of graph.nodes) {
      const after = [...(valued.get(key) ?? []), ...definedLocals(node.operation)];
      for (const successor of next) {
        const there = valued.get(successor);
        for (const local of after) {
          if (there === undefined || there.has(local) || !live.get(successor)?.has(local)) continue;
          there.add(local);
          changed = true;
        }
      }
    }
  }
  return valued;
}
