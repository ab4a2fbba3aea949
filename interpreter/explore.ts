// Explores all states of a program and says what came out: verified within its bounds, violated with a shortest trace, or bounded out.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { type Exercised, exercisedBy } from "./exercised.js";
import { compileChecker } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import { EdgeList } from "./liveness/edges.js";
import { type EventualityOutcome, findEventuality } from "./liveness/index.js";
import type { Machine } from "./machine.js";
import { findState } from "./reachable.js";
import type { Bounds, Statistics } from "./search.js";
import type { StateStore } from "./store.js";
import { pathTo, type Trace, traceThrough } from "./trace.js";
import { type Usage, usageOf } from "./usage.js";
import { searchWhole } from "./whole-search.js";

interface Explored {
  readonly statistics: Statistics;
  /** Labels of the locations that some context was at. */
  readonly reached: ReadonlySet<string>;
  /** The same by context. */
  readonly reachedBy: Readonly<Record<string, ReadonlySet<string>>>;
  /** lockdep's usage bits of everything that was acquired. */
  readonly usage: readonly Usage[];
  /** What some execution does; null when the search is not complete. */
  readonly exercised: Exercised | null;
  /** For each `reachable`, in the order of the program, a shortest way to a state in which it holds; empty when the search is not complete. */
  readonly witnesses: readonly { readonly name: string; readonly trace: Trace }[];
  /** What is known of each eventuality, in the order of the program. */
  readonly eventualities: readonly EventualityOutcome[];
}

export type Exploration =
  /** All states were seen, and nothing is wrong with any of them or with any fair execution. */
  | ({ readonly outcome: "verified" } & Explored)
  | ({ readonly outcome: "violated"; readonly finding: Finding; readonly trace: Trace } & Explored)
  /** A bound was met: nothing is wrong with the states that were seen, and nothing is known of the others. */
  | ({ readonly outcome: "bounded-out"; readonly bound: "states" | "time" } & Explored);

/** Explores breadth-first, first for what is wrong with a single state, then for eventualities. */
export function explore(program: LocatedProgram, bounds: Bounds = {}): Exploration {
  const eventually = program.program.properties.flatMap((property) => (property.kind === "eventually" ? [property] : []));
  const edges = eventually.length > 0 ? new EdgeList() : null;
  const { machine, store, coverage, end } = searchWhole(program, compileChecker, edges, bounds);
  const { width } = machine.layout;
  const explored: Explored = {
    statistics: end.statistics,
    reached: coverage.labels(),
    reachedBy: coverage.labelsByContext(),
    usage: usageOf(machine.layout, coverage),
    exercised: end.kind === "complete" ? exercisedBy(machine, store, coverage) : null,
    witnesses: [],
    eventualities: eventually.map(({ name, fairness }) => ({ name, fairness, status: "not-covered" })),
  };
  switch (end.kind) {
    case "bound":
      return { outcome: "bounded-out", bound: end.bound, ...explored };
    case "found":
      return {
        outcome: "violated",
        finding: end.finding,
        trace: traceThrough(program, store, width, pathTo(store, end.state)),
        ...explored,
      };
    case "complete":
      return judgeGraph(machine, store, edges, explored);
  }
}

/** What only the finished state graph decides: what is reachable, then the eventualities. */
function judgeGraph(machine: Machine, store: StateStore, edges: EdgeList | null, explored: Explored): Exploration {
  const { located: program, layout } = machine;
  const way = (states: readonly number[], loop?: Trace["loop"]): Trace => traceThrough(program, store, layout.width, states, loop);
  const violated = (kind: "reachable" | "eventually", property: string, trace: Trace, known: Explored): Exploration => ({
    outcome: "violated",
    finding: { kind, context: null, label: null, property, contexts: [] },
    trace,
    ...known,
  });
  const reachable = program.program.properties.flatMap((property) => (property.kind === "reachable" ? [property] : []));
  const places = reachable.map((property) => ({ name: property.name, state: findState(machine, store, property) }));
  const missed = places.find(({ state }) => state < 0);
  if (missed !== undefined) return violated("reachable", missed.name, way([0]), explored);
  const witnesses = places.map(({ name, state }) => ({ name, trace: way(pathTo(store, state)) }));
  if (edges === null) return { outcome: "verified", ...explored, witnesses };
  const eventually = program.program.properties.flatMap((property) => (property.kind === "eventually" ? [property] : []));
  const { outcomes, violation } = findEventuality(machine, store, edges, eventually);
  const known = { ...explored, witnesses, eventualities: outcomes };
  if (violation === null) return { outcome: "verified", ...known };
  return violated("eventually", violation.name, way(violation.path, violation.loop), known);
}
