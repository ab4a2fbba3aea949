// Whether the least fairness is enough for the eventualities of a program, or whether they need more.

import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Bounds } from "../search.js";
import { searchWhole } from "../whole-search.js";
import { EdgeList } from "./edges.js";
import { findFairComponent } from "./fairness.js";
import { StateGraph } from "./state-graph.js";
import { statesWithout } from "./without.js";

/** True when some execution goes on for ever, or comes to rest, without what an eventuality waits for; null when a bound is met first. */
export function needsFairness(program: LocatedProgram, bounds: Bounds = {}): boolean | null {
  const edges = new EdgeList();
  const { machine, store, end } = searchWhole(program, null, edges, bounds);
  if (end.kind !== "complete") return null;
  const graph = new StateGraph(machine, edges, store.count);
  return program.program.properties.some(
    (property) =>
      property.kind === "eventually" &&
      findFairComponent(graph, statesWithout(machine, store, graph, property.condition), "least") !== null,
  );
}
