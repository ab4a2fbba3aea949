// `reachable`, one at a time: breadth-first, to the first state in which the condition holds.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Property } from "../codegen/ir/program.js";
import { Coverage } from "./coverage.js";
import { type Checker, compileProperty } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import { compileProgram } from "./machine.js";
import { type Bounds, search } from "./search.js";
import { StateStore } from "./store.js";
import { pathTo, type Trace, traceThrough } from "./trace.js";

/** A shortest execution to a state in which it holds; null when a bound is met first, or there is none. Nothing else is judged. */
export function shortestWay(
  program: LocatedProgram,
  { name, condition }: Extract<Property, { kind: "reachable" }>,
  bounds: Bounds = {},
): Trace | null {
  const machine = compileProgram(program);
  const { layout } = machine;
  const store = new StateStore(layout.contexts.length, layout.width);
  const holds = compileProperty(machine, condition);
  const there: Finding = { kind: "reachable", context: null, label: null, property: name, contexts: [] };
  const seen: Checker["first"] = (cells) => (holds(cells) ? there : null);
  const checker: Checker = { first: seen, after: seen, last: () => null };
  const end = search({ machine, store, coverage: new Coverage(layout), checker, edges: null }, bounds);
  return end.kind === "found" ? traceThrough(program, store, layout.width, pathTo(store, end.state)) : null;
}
