// Program -> locations: the passes in their order.

import type { FlowGraph } from "../ir/graph.js";
import type { LocatedGraph, LocatedProgram, Location } from "../ir/located.js";
import type { Context, Program } from "../ir/program.js";
import { deadLocals } from "./dead-locals.js";
import { joinSteps } from "./joined-steps.js";
import { labelNodes } from "./labels.js";
import { splitAccesses } from "./single-accesses.js";
import { type LockDepthExceeded, type SplitGraph, splitByTypestate } from "./typestate.js";

/** Finds the locations of a program, or the place where its held locks grow without end. */
export function locate(program: Program): LocatedProgram | LockDepthExceeded {
  const coarse = splitAll(program);
  if ("kind" in coarse) return coarse;
  const fine = splitAccesses(program, coarse);
  const split = splitAll(fine);
  if ("kind" in split) return split;
  const joined = split.map((graph) => joinSteps(fine, graph, runnersOf(fine, graph.graph)));
  const labels = labelNodes(joined);
  return { program: fine, graphs: joined.map((graph) => located(graph, labels.get(graph.graph.id) ?? new Map())) };
}

function splitAll(program: Program): readonly SplitGraph[] | LockDepthExceeded {
  const split: SplitGraph[] = [];
  for (const graph of program.graphs) {
    const [starter] = runnersOf(program, graph);
    if (starter === undefined) continue;
    const result = splitByTypestate(program, graph, starter);
    if ("kind" in result) return result;
    split.push(result);
  }
  return split;
}

/** The contexts that run `graph`. */
export function runnersOf(program: Program, graph: FlowGraph): readonly Context[] {
  return program.contexts.filter((context) => context.graph === graph.id);
}

function located(graph: SplitGraph, labels: ReadonlyMap<string, string>): LocatedGraph {
  const dead = deadLocals(graph);
  const labelOf = (key: string): string => {
    const label = labels.get(key);
    if (label === undefined) throw new Error(`no label for '${key}'`);
    return label;
  };
  const order = new Map(graph.graph.nodes.map((node, index) => [node.id, index]));
  const nodes = [...graph.nodes].sort((a, b) => (order.get(a.node.id) ?? 0) - (order.get(b.node.id) ?? 0));
  const locations = nodes.map(
    (node): Location => ({
      label: labelOf(node.key),
      graph: graph.graph.id,
      node: node.node,
      state: node.state,
      next: node.next.map(labelOf),
      drops: dead.get(node.key) ?? [],
    }),
  );
  return { graph: graph.graph, entry: labelOf(graph.entry), locations };
}
