// The beginning of a search, level by level, for estimates of its end; and which share of the states TLC would tell apart.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { type Cells, read } from "./codes.js";
import { Coverage } from "./coverage.js";
import { compileChecker } from "./findings/check.js";
import type { Layout } from "./layout.js";
import { compileProgram } from "./machine.js";
import { type Bounds, search } from "./search.js";
import { StateStore } from "./store.js";

/** How a search by another engine is smaller than all states. */
export interface Smaller {
  /** Labels at which no context is in a state that counts. */
  readonly passed: ReadonlySet<string>;
  /** Groups of contexts that are not told apart. */
  readonly crowds: readonly (readonly string[])[];
}

export interface Sample {
  /** `complete`: every state was seen; `found`: something is wrong, and ends the search; `bound`: there are more states. */
  readonly end: "complete" | "found" | "bound";
  /** Number of new states on each level that was seen whole. */
  readonly levels: readonly number[];
  /** All states that were seen. */
  readonly seen: number;
  /** How many of them count in the smaller search. */
  readonly counted: number;
}

export function sample(program: LocatedProgram, smaller: Smaller, bounds: Bounds): Sample {
  const machine = compileProgram(program);
  const { layout } = machine;
  const store = new StateStore(layout.contexts.length, layout.width);
  const totals = [1];
  const onLevel = ({ distinct }: { readonly distinct: number }): void => void totals.push(distinct);
  const parts = { machine, store, coverage: new Coverage(layout), checker: compileChecker(machine), edges: null };
  const { kind } = search(parts, { ...bounds, onLevel });
  const levels = totals.map((total, level) => total - (totals[level - 1] ?? 0)).filter((size) => size > 0);
  return { end: kind, levels, seen: store.count, counted: countedIn(store, layout, smaller) };
}

function countedIn(store: StateStore, layout: Layout, { passed, crowds }: Smaller): number {
  const stops = layout.contexts.map(({ labels }) => [true, ...labels.locations.map(({ label }) => !passed.has(label))]);
  const groups = crowds.map((ids) =>
    layout.contexts.flatMap(({ context, locals }, number) => (ids.includes(context.id) ? [[number, ...locals.values()]] : [])),
  );
  const cells = new Int32Array(layout.width);
  let sum = 0;
  for (let number = 0; number < store.count; number++) {
    store.load(number, cells);
    if (stops.every((stop, context) => stop[read(cells, context)] ?? true))
      sum += groups.reduce((part, group) => part / orbit(cells, group), 1);
  }
  return Math.max(1, Math.round(sum));
}

/** In how many ways the members of a group can change places so that another state comes out. */
function orbit(cells: Cells, group: readonly (readonly number[])[]): number {
  const alike = new Map<string, number>();
  let ways = 1;
  group.forEach((own, index) => {
    const key = own.map((cell) => cells[cell]).join();
    const same = (alike.get(key) ?? 0) + 1;
    alike.set(key, same);
    ways *= (index + 1) / same;
  });
  return ways;
}
