// `reachable`, all in one search: breadth-first, until each of the conditions has held in some state.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Property } from "../codegen/ir/program.js";
import { type Checker, compileProperty } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import type { Machine } from "./machine.js";
import { findState } from "./reachable.js";
import type { Bounds } from "./search.js";
import { pathTo, type Trace, traceThrough } from "./trace.js";
import { searchWhole } from "./whole-search.js";

type Reachable = Extract<Property, { kind: "reachable" }>;

/** For each a shortest execution to a state in which it holds; null when a bound is met first, or there is none. Nothing else is judged. */
export function shortestWays(program: LocatedProgram, reachable: readonly Reachable[], bounds: Bounds = {}): readonly (Trace | null)[] {
  if (reachable.length === 0) return [];
  const { machine, store } = searchWhole(program, (compiled) => untilAllHeld(compiled, reachable), null, bounds);
  return reachable.map((property) => {
    const state = findState(machine, store, property);
    return state < 0 ? null : traceThrough(program, store, machine.layout.width, pathTo(store, state));
  });
}

/** Ends the search with the last of them. */
function untilAllHeld(machine: Machine, reachable: readonly Reachable[]): Checker {
  const open = new Map(reachable.map((property) => [property, compileProperty(machine, property.condition)]));
  const seen: Checker["first"] = (cells) => {
    for (const [property, holds] of open) {
      if (!holds(cells)) continue;
      open.delete(property);
      if (open.size === 0) return foundAt(property);
    }
    return null;
  };
  return { first: seen, after: seen, last: () => null };
}

function foundAt({ name }: Reachable): Finding {
  return { kind: "reachable", context: null, label: null, property: name, contexts: [] };
}
