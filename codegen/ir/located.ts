// Locations: nodes split by what the context holds there (its typestate). A location is one step, and `pc` of a context is a location's label.

import type { Place } from "./expression.js";
import type { FlowGraph, LockMode, Node } from "./graph.js";
import type { Program } from "./program.js";

/** One entry of the held-lock stack at a location, outermost first. */
export interface HeldLock {
  /** Lock class id. */
  readonly lockClass: string;
  readonly subclass: number;
  /** The lock as named where it was acquired; null for maps and RCU. */
  readonly place: Place | null;
  readonly trylock: boolean;
  readonly mode: LockMode;
  /** The lock it is nested in. */
  readonly nest: Place | null;
  /** False: lockdep only keeps it on the stack. */
  readonly check: boolean;
}

/** What is known of a context at a location. */
export interface Typestate {
  readonly held: readonly HeldLock[];
  readonly irqs: boolean;
  /** Depth of local_bh_disable. */
  readonly bottomHalves: number;
  /** Depth of preempt_disable; spinning locks count. */
  readonly preemption: number;
  /** Under memalloc_nofs_save. */
  readonly nofs: boolean;
  /** Saved state by flags local: interrupts on, or nofs. */
  readonly flags: Readonly<Record<string, boolean>>;
}

export interface Location {
  /** Unique in the program: `io_kill_timeouts:41`, with `#2` for a second copy. Value of `pc`. */
  readonly label: string;
  readonly graph: string;
  readonly node: Node;
  readonly state: Typestate;
  /** Labels of the successors, in the order of `successors(node.operation)`. */
  readonly next: readonly string[];
  /** Locals that no step from a successor on can read: set to NULL on the edge, in the order of `next`. */
  readonly drops: readonly (readonly string[])[];
}

export interface LocatedGraph {
  readonly graph: FlowGraph;
  /** Label of the first step of a context that runs this graph. */
  readonly entry: string;
  readonly locations: readonly Location[];
}

const labelled = new WeakMap<LocatedGraph, ReadonlyMap<string, Location>>();

/** The locations of a graph by their labels. */
export function byLabel(graph: LocatedGraph): ReadonlyMap<string, Location> {
  const known = labelled.get(graph) ?? new Map(graph.locations.map((location) => [location.label, location]));
  labelled.set(graph, known);
  return known;
}

export interface LocatedProgram {
  readonly program: Program;
  readonly graphs: readonly LocatedGraph[];
}

/** `pc` of an interrupt context that is not running. */
export const IDLE = "idle";
/** `pc` of a task or kworker that has ended. */
export const DONE = "done";
/** `pc` of a context after a fault at `label`. */
export function faultLabel(fault: string, label: string): string {
  return `${fault} at ${label}`;
}
