// The nodes of its flow graph that a context came by: the steps of the trace, and between them what happens together with the step that follows
// (codegen/analysis/joined-steps.ts).

import { type FlowGraph, type Node, successors } from "../../codegen/ir/graph.js";
import type { Location } from "../../codegen/ir/located.js";
import type { Context } from "../../codegen/ir/program.js";
import type { BuiltTrace } from "./build-trace.js";
import { findLocation, locationOf } from "./situation.js";

/** A node and which of its ways was taken; null at the node where the context stands. */
export interface Passed {
  readonly node: Node;
  readonly way: number | null;
}

/** Since the context began last, in their order. */
export function passedNodes({ trace, last }: BuiltTrace, context: Context): readonly Passed[] {
  const own = trace.steps.filter((step) => step.context.id === context.id);
  const begun = own.slice(own.findLastIndex(({ arrival }) => arrival) + 1);
  const here = locationOf(last, context.id);
  const places = [...begun.flatMap(({ action }) => findLocation(last.program, action) ?? []), ...(here === null ? [] : [here])];
  const [first] = places;
  const graph = last.program.graphs.find((candidate) => candidate.graph.id === first?.graph)?.graph;
  if (first === undefined || graph === undefined) return [];
  return [...joined(graph, graph.entry, first.node.id), ...places.flatMap((place, index) => step(graph, place, places[index + 1]))];
}

function step(graph: FlowGraph, { node, next }: Location, then: Location | undefined): readonly Passed[] {
  if (then === undefined) return [{ node, way: null }];
  const way = next.indexOf(then.label);
  const target = successors(node.operation)[way];
  return [{ node, way }, ...(target === undefined ? [] : joined(graph, target, then.node.id))];
}

/** The nodes from `from` to `to`, without it; none where they cannot be told. */
function joined(graph: FlowGraph, from: string, to: string): readonly Passed[] {
  const passed: Passed[] = [];
  for (let id = from; id !== to; ) {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    const [next, other] = node === undefined ? [] : successors(node.operation);
    if (node === undefined || next === undefined || other !== undefined || passed.length > graph.nodes.length) return [];
    passed.push({ node, way: 0 });
    id = next;
  }
  return passed;
}
