// The whole state graph in readable form, for comparison with the one that TLC dumps. Nothing is judged, so it goes on behind violations.

import type { LocatedProgram } from "../codegen/ir/located.js";
import { decode } from "./decode.js";
import { type Move, successors } from "./moves.js";
import type { Bounds, Statistics } from "./search.js";
import { canonicalText, type InterpretedState } from "./state.js";
import { searchWhole } from "./whole-search.js";

export interface GraphEdge extends Move {
  /** Places in `states`. */
  readonly from: number;
  readonly to: number;
}

export interface InterpretedGraph {
  /** False: a bound was met, and states and edges are missing. */
  readonly complete: boolean;
  readonly statistics: Statistics;
  /** In the order of a breadth-first search; the first state is number 0. */
  readonly states: readonly InterpretedState[];
  /** `canonicalText` of each state. */
  readonly texts: readonly string[];
  readonly edges: readonly GraphEdge[];
}

/** All states and all edges within the bounds. */
export function graph(program: LocatedProgram, bounds: Bounds = {}): InterpretedGraph {
  const { machine, store, end } = searchWhole(program, null, null, bounds);
  const { width } = machine.layout;
  const packed = Array.from({ length: store.count }, (_, number) => {
    const cells = new Int32Array(width);
    store.load(number, cells);
    return cells;
  });
  const known = store.count;
  const expanded = packed.slice(0, known - end.statistics.queue);
  const edges = expanded.flatMap((cells, from) =>
    successors(program, cells).flatMap(({ state, ...move }): readonly GraphEdge[] => {
      const to = store.add(state, from);
      return to < known ? [{ from, to, ...move }] : [];
    }),
  );
  const states = packed.map((cells) => decode(program, cells));
  return { complete: end.kind === "complete", statistics: end.statistics, states, texts: states.map(canonicalText), edges };
}
