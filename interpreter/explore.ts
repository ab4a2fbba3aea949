// Explores all states of a program and says what came out: verified within its bounds, violated with a shortest trace, or bounded out.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { Coverage } from "./coverage.js";
import { compileChecker } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import { EdgeList } from "./liveness/edges.js";
import { type EventualityOutcome, findEventuality } from "./liveness/index.js";
import { compileProgram } from "./machine.js";
import { type Bounds, type Statistics, search } from "./search.js";
import { StateStore } from "./store.js";
import { pathTo, type Trace, traceThrough } from "./trace.js";
import { type Usage, usageOf } from "./usage.js";

interface Explored {
  readonly statistics: Statistics;
  /** Labels of the locations that some context was at. */
  readonly reached: ReadonlySet<string>;
  /** The same by context. */
  readonly reachedBy: Readonly<Record<string, ReadonlySet<string>>>;
  /** lockdep's usage bits of everything that was acquired. */
  readonly usage: readonly Usage[];
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
  const machine = compileProgram(program);
  const { width } = machine.layout;
  const store = new StateStore(machine.layout.contexts.length, width);
  const coverage = new Coverage(machine.layout);
  const eventually = program.program.properties.flatMap((property) => (property.kind === "eventually" ? [property] : []));
  const edges = eventually.length > 0 ? new EdgeList() : null;
  const end = search({ machine, store, coverage, checker: compileChecker(machine), edges }, bounds);
  const explored: Explored = {
    statistics: end.statistics,
    reached: coverage.labels(),
    reachedBy: coverage.labelsByContext(),
    usage: usageOf(machine.layout, coverage),
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
    case "complete": {
      if (edges === null) return { outcome: "verified", ...explored };
      const { outcomes, violation } = findEventuality(machine, store, edges, eventually);
      if (violation === null) return { outcome: "verified", ...explored, eventualities: outcomes };
      const { path, loop, name } = violation;
      const finding: Finding = { kind: "eventually", context: null, label: null, property: name, contexts: [] };
      const trace = traceThrough(program, store, width, path, loop);
      return { outcome: "violated", finding, trace, ...explored, eventualities: outcomes };
    }
  }
}
