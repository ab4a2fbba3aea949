// A flow graph made ready for analysis: order of the nodes, loops with what they store to, values that a loop may stop at.

import type { Expression } from "../../ir/expression.js";
import { type FlowGraph, type Node, type Operation, successors } from "../../ir/graph.js";
import type { Program } from "../../ir/program.js";
import { deadLocals } from "../dead-locals.js";
import { childrenOf, definedLocals, expressionsOf } from "../operation-uses.js";
import type { SplitGraph } from "../typestate.js";
import { type Environment, forgetting } from "./environment.js";
import { flow, type Mode, type Way } from "./flow.js";
import type { Scope } from "./scope.js";

export interface Body {
  readonly entry: string;
  /** The nodes that the entry reaches, each before those that follow it, except for the way back of a loop. */
  readonly nodes: readonly Node[];
  /** From which nodes a node may be reached. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** By first node of a loop: the locals that the loop stores to. */
  readonly loops: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where growth may come to an end, ascending: constants of the code and ends of declared ranges, and their neighbours. */
  readonly thresholds: readonly number[];
  /** Ways out of a node, without the locals that nothing reads any more. */
  readonly ways: (node: Node, environment: Environment, mode: Mode) => readonly Way[];
}

export function bodyOf(program: Program, graph: FlowGraph, scope: Scope): Body {
  const { nodes, loopEntries } = ordered(graph);
  const before = predecessors(nodes);
  const dropped = droppedOnWays(graph);
  return {
    entry: graph.entry,
    nodes,
    before,
    loops: loopsOf(nodes, before, loopEntries),
    thresholds: thresholdsOf(program, graph),
    ways: (node, environment, mode) =>
      flow(scope, node, environment, mode).map((way) => ({
        next: way.next,
        environment: forgetting(way.environment, dropped.get(`${node.id} ${way.next}`) ?? []),
      })),
  };
}

/** Depth first: nodes in reverse postorder, and the ways back. */
function ordered(graph: FlowGraph): { readonly nodes: readonly Node[]; readonly loopEntries: readonly Edge[] } {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const postorder: Node[] = [];
  const loopEntries: Edge[] = [];
  const open = new Set<string>();
  const seen = new Set<string>();
  const path: { readonly node: Node; readonly left: string[] }[] = [];
  const enter = (id: string): void => {
    const node = byId.get(id);
    if (node === undefined) throw new Error(`no node '${id}'`);
    seen.add(id);
    open.add(id);
    path.push({ node, left: [...successors(node.operation)] });
  };
  enter(graph.entry);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) {
      path.pop();
      open.delete(top.node.id);
      postorder.push(top.node);
    } else if (open.has(next)) loopEntries.push([top.node.id, next]);
    else if (!seen.has(next)) enter(next);
  }
  return { nodes: postorder.reverse(), loopEntries };
}

function predecessors(nodes: readonly Node[]): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const node of nodes) for (const next of new Set(successors(node.operation))) before.get(next)?.push(node.id);
  return before;
}

type Edge = readonly [from: string, to: string];

function loopsOf(
  nodes: readonly Node[],
  before: ReadonlyMap<string, readonly string[]>,
  loopEntries: readonly Edge[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const operations = new Map(nodes.map((node) => [node.id, node.operation]));
  const loops = new Map<string, Set<string>>();
  for (const head of new Set(loopEntries.map(([, to]) => to))) {
    const inside = new Set([head]);
    const pending = loopEntries.filter(([, to]) => to === head).map(([from]) => from);
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (inside.has(id)) continue;
      inside.add(id);
      pending.push(...(before.get(id) ?? []));
    }
    loops.set(head, new Set([...inside].flatMap((id) => definedBy(operations.get(id)))));
  }
  return loops;
}

function definedBy(operation: Operation | undefined): readonly string[] {
  return operation === undefined ? [] : definedLocals(operation);
}

function thresholdsOf(program: Program, graph: FlowGraph): readonly number[] {
  const ends = program.fields.flatMap(({ type }) => (type.kind === "int" ? [type.min, type.max] : []));
  const constants = graph.nodes.flatMap((node) => expressionsOf(node.operation).flatMap(integersIn));
  return [...new Set([...ends, ...constants].flatMap((value) => [value - 1, value, value + 1]))].sort((a, b) => a - b);
}

function integersIn(expression: Expression): readonly number[] {
  if (expression.kind === "value") return expression.value.kind === "int" ? [expression.value.value] : [];
  return childrenOf(expression).flatMap(integersIn);
}

const NOTHING_HELD = { held: [], irqs: true, bottomHalves: 0, preemption: 0, nofs: false, flags: {} } as const;

/** Locals to forget, by `from to`: what is held makes no difference to them. */
function droppedOnWays(graph: FlowGraph): ReadonlyMap<string, readonly string[]> {
  const plain: SplitGraph = {
    graph,
    entry: graph.entry,
    nodes: graph.nodes.map((node) => ({ key: node.id, node, state: NOTHING_HELD, next: successors(node.operation) })),
  };
  const drops = deadLocals(plain);
  return new Map(plain.nodes.flatMap(({ key, next }) => next.map((to, index) => [`${key} ${to}`, drops.get(key)?.[index] ?? []] as const)));
}
