// `reachable`, one at a time: breadth-first, to the first state in which the condition holds.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Property } from "../codegen/ir/program.js";
import { type Checker, compileProperty } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import type { Machine } from "./machine.js";
import type { Bounds } from "./search.js";
import { pathTo, type Trace, traceThrough } from "./trace.js";
import { searchWhole } from "./whole-search.js";

/** A shortest execution to a state in which it holds; null when a bound is met first, or there is none. Nothing else is judged. */
export function shortestWay(
  program: LocatedProgram,
  { name, condition }: Extract<Property, { kind: "reachable" }>,
  bounds: Bounds = {},
): Trace | null {
  const there: Finding = { kind: "reachable", context: null, label: null, property: name, contexts: [] };
  const checkerFor = (machine: Machine): Checker => {
    const holds = compileProperty(machine, condition);
    const seen: Checker["first"] = (cells) => (holds(cells) ? there : null);
    return { first: seen, after: seen, last: () => null };
  };
  const { machine, store, end } = searchWhole(program, checkerFor, null, bounds);
  return end.kind === "found" ? traceThrough(program, store, machine.layout.width, pathTo(store, end.state)) : null;
}
