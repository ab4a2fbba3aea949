// Numbers for the values of `pc`: 0 is `idle` or `done`, 1..n are the locations of the graph, and behind them come the fault labels.

import { DONE, faultLabel, IDLE, type LocatedGraph, type LocatedProgram, type Location } from "../codegen/ir/located.js";
import { type Context, runsOnce } from "../codegen/ir/program.js";

/** The faults in the order in which they count, docs/semantics.md section 3. */
export const FAULTS = [
  "null-dereference",
  "use-after-free",
  "double-free",
  "free-active",
  "list-corruption",
  "unlock-balance",
  "held-lock-freed",
  "refcount",
  "out-of-range",
  "assertion",
] as const;
export type Fault = (typeof FAULTS)[number];

/** `pc` of a context that does not run any more or not yet: DONE for tasks, IDLE for interrupts. */
export const OFF = 0;

/** How many pc numbers a graph has: one for being off, one for each location, and one for each location and fault. */
export function pcCount(labels: Labels): number {
  return labels.locations.length * (FAULTS.length + 1) + 1;
}

/** The locations of one graph by number; number 0 is no location. */
export interface Labels {
  readonly graph: LocatedGraph;
  readonly locations: readonly Location[];
  readonly entry: number;
  /** Number of the location with this label. */
  readonly numberOf: (label: string) => number;
}

/** Numbers the locations of one graph. */
export function numberLocations(graph: LocatedGraph): Labels {
  const numbers = new Map(graph.locations.map((location, index) => [location.label, index + 1]));
  const numberOf = (label: string): number => {
    const found = numbers.get(label);
    if (found === undefined) throw new Error(`no location '${label}' in graph '${graph.graph.id}'`);
    return found;
  };
  return { graph, locations: graph.locations, entry: numberOf(graph.entry), numberOf };
}

/** The graph that a context runs, numbered. */
export function labelsOf(program: LocatedProgram, context: Context, known: Map<string, Labels>): Labels {
  const before = known.get(context.graph);
  if (before !== undefined) return before;
  const graph = program.graphs.find((candidate) => candidate.graph.id === context.graph);
  if (graph === undefined) throw new Error(`no located graph '${context.graph}'`);
  const labels = numberLocations(graph);
  known.set(context.graph, labels);
  return labels;
}

/** `pc` of a context that had a fault at a location. `fault` is a place in {@link FAULTS}. */
export function faultNumber(labels: Labels, location: number, fault: number): number {
  return labels.locations.length * (fault + 1) + location;
}

/** What a `pc` number says. */
export type Position =
  | { readonly kind: "off" }
  | { readonly kind: "at"; readonly location: Location }
  | { readonly kind: "fault"; readonly fault: Fault; readonly location: Location };

/** Reads a `pc` number. */
export function positionOf(labels: Labels, pc: number): Position {
  if (pc === OFF) return { kind: "off" };
  const location = labels.locations[(pc - 1) % labels.locations.length];
  const fault = FAULTS[Math.floor((pc - 1) / labels.locations.length) - 1];
  if (location === undefined) throw new Error(`no position ${pc} in graph '${labels.graph.graph.id}'`);
  return fault === undefined ? { kind: "at", location } : { kind: "fault", fault, location };
}

/** The text of a `pc` number: a label, `idle`, `done`, or a fault label. */
export function pcText(labels: Labels, context: Context, pc: number): string {
  const position = positionOf(labels, pc);
  switch (position.kind) {
    case "off":
      return runsOnce(context) ? DONE : IDLE;
    case "at":
      return position.location.label;
    case "fault":
      return faultLabel(position.fault, position.location.label);
  }
}
