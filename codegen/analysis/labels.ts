// Names locations: `io_kill_timeouts:41`, with a letter for further steps on the line and `#2` for a second copy of the same step
// (another call, another typestate). Protects: pc values are unique, stable, and say where they are.

import type { SplitGraph, SplitNode } from "./typestate.js";

/** Gives every node of every graph its label; returns label by graph id and node key. */
export function labelNodes(graphs: readonly SplitGraph[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const copies = new Map<string, number>();
  return new Map(
    graphs.map((graph) => {
      const letters = stepLetters(graph);
      const labels = new Map<string, string>();
      for (const node of inSourceOrder(graph)) {
        const base = `${lineOf(node)}${letters.get(node.node.id) ?? ""}`;
        const copy = (copies.get(base) ?? 0) + 1;
        copies.set(base, copy);
        labels.set(node.key, copy === 1 ? base : `${base}#${copy}`);
      }
      return [graph.graph.id, labels];
    }),
  );
}

function lineOf(node: SplitNode): string {
  const innermost = node.node.stack.at(-1)?.function ?? "main";
  return `${innermost}:${node.node.span.line + 1}`;
}

/** "" for the first step of a line in one call of its function, then "b", "c", … */
function stepLetters(graph: SplitGraph): ReadonlyMap<string, string> {
  const perCall = new Map<string, string[]>();
  for (const node of inSourceOrder(graph)) {
    const call = `${lineOf(node)} ${JSON.stringify(node.node.stack)}`;
    const ids = perCall.get(call) ?? [];
    if (!ids.includes(node.node.id)) ids.push(node.node.id);
    perCall.set(call, ids);
  }
  const letters = new Map<string, string>();
  for (const ids of perCall.values()) ids.forEach((id, index) => letters.set(id, letter(index)));
  return letters;
}

function letter(index: number): string {
  if (index === 0) return "";
  return index < 26 ? String.fromCharCode(97 + index) : `.${index + 1}`;
}

/** The order of the nodes in the flow graph; copies by typestate in the order in which they were found. */
function inSourceOrder(graph: SplitGraph): readonly SplitNode[] {
  const order = new Map(graph.graph.nodes.map((node, index) => [node.id, index]));
  return [...graph.nodes].sort((a, b) => (order.get(a.node.id) ?? 0) - (order.get(b.node.id) ?? 0));
}
