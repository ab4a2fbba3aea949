// Leaves out data that no verdict depends on, with the stores to it: states that differ only in it are one state. docs/reductions.md has the
// argument. Every step stays, if only to go on to the next place, so places, faults and what is possible are the same.

import type { FlowGraph, Operation, Target } from "../../ir/graph.js";
import type { LocatedGraph, LocatedProgram } from "../../ir/located.js";
import type { Field } from "../../ir/program.js";
import { definedLocals } from "../operation-uses.js";
import { type Data, relevantData } from "./relevant.js";

/** The same program without what is irrelevant; the same object when all is relevant. */
export function sliced(located: LocatedProgram): LocatedProgram {
  const relevant = relevantData(located);
  const fields = located.program.fields.filter((field) => isKept(field, relevant));
  const graphs = located.graphs.map((graph) => slicedGraph(graph, relevant));
  const same = fields.length === located.program.fields.length && graphs.every((graph, index) => graph === located.graphs[index]);
  if (same) return located;
  const program = { ...located.program, fields, graphs: located.program.graphs.map((graph) => slicedFlow(graph, relevant)) };
  return { program, graphs };
}

/** What `smaller` leaves out of a program, by name. */
export function leftOut(located: LocatedProgram, smaller: LocatedProgram): readonly string[] {
  const kept = new Set(smaller.program.fields);
  const fields = located.program.fields
    .filter((field) => !kept.has(field))
    .map(({ className, name }) => `${className === null ? "" : `${className}.`}${name}`);
  const locals = located.graphs.flatMap(({ graph }, index) => {
    const left = new Set(smaller.graphs[index]?.graph.locals);
    return graph.locals.filter((local) => !left.has(local)).map(({ name, function: owner }) => `${name} of ${owner}`);
  });
  return [...new Set([...fields, ...locals])];
}

const DATA: ReadonlySet<Field["type"]["kind"]> = new Set(["int", "bool", "enum", "ref"]);

function isKept({ id, type }: Field, relevant: Data): boolean {
  return !DATA.has(type.kind) || relevant.fields.has(id);
}

function slicedGraph(graph: LocatedGraph, relevant: Data): LocatedGraph {
  const flow = slicedFlow(graph.graph, relevant);
  if (flow.locals.length === graph.graph.locals.length && !graph.locations.some(({ node }) => storesIrrelevant(node.operation, relevant)))
    return graph;
  const locations = graph.locations.map((location) => ({
    ...location,
    node: { ...location.node, operation: slicedOperation(location.node.operation, relevant) },
    drops: location.drops.map((locals) => locals.filter((local) => relevant.locals.has(local))),
  }));
  return { ...graph, graph: flow, locations };
}

function slicedFlow(graph: FlowGraph, relevant: Data): FlowGraph {
  return {
    ...graph,
    locals: graph.locals.filter(({ id, type }) => type.kind !== "value" || relevant.locals.has(id)),
    nodes: graph.nodes.map((node) => ({ ...node, operation: slicedOperation(node.operation, relevant) })),
  };
}

/** The operation without its stores to what is left out. */
function slicedOperation(operation: Operation, relevant: Data): Operation {
  if (!storesIrrelevant(operation, relevant)) return operation;
  switch (operation.kind) {
    case "assign":
    case "await":
      return { ...operation, assignments: operation.assignments.filter(({ target }) => isRelevant(target, relevant)) };
    case "choose":
      return { kind: "assign", assignments: [], indivisible: true, next: operation.next };
    case "list-add":
      return { ...operation, wasEmpty: null };
    case "allocate":
    case "list-take-first":
      throw new Error("the result is always relevant");
    default:
      return "result" in operation ? { ...operation, result: null } : operation;
  }
}

function storesIrrelevant(operation: Operation, relevant: Data): boolean {
  return [...placesStored(operation)].some((target) => !isRelevant(target, relevant));
}

function placesStored(operation: Operation): readonly Target[] {
  if (operation.kind === "assign" || operation.kind === "await") return operation.assignments.map(({ target }) => target);
  if (operation.kind === "choose") return [operation.target];
  return definedLocals(operation).map((local) => ({ kind: "local" as const, local }));
}

function isRelevant(target: Target, relevant: Data): boolean {
  return target.kind === "local" ? relevant.locals.has(target.local) : relevant.fields.has(target.place.field);
}
