// Breadth-first search through the states of a program, level by level, until something is found, everything is seen, or a bound is met.

import type { Coverage } from "./coverage.js";
import { expander } from "./expand.js";
import type { Checker } from "./findings/check.js";
import type { Finding } from "./findings/finding.js";
import type { EdgeList } from "./liveness/edges.js";
import type { Machine } from "./machine.js";
import type { StateStore } from "./store.js";

export interface Statistics {
  /** Different states. */
  readonly distinct: number;
  /** The first state and all successors that were computed. TLC counts a few more: its specification stutters at the normal end. */
  readonly generated: number;
  /** Number of levels; the first state is level 1. */
  readonly depth: number;
  /** States whose successors were not computed. */
  readonly queue: number;
}

export interface Bounds {
  /** Default 5,000,000. */
  readonly maxStates?: number;
  /** Default: no limit. */
  readonly maxMilliseconds?: number;
  /** Called after each level. */
  readonly onLevel?: (statistics: Statistics) => void;
  /** The clock for `maxMilliseconds`; the interpreter looks at no other. */
  readonly now?: () => number;
}

const DEFAULT_MAX_STATES = 5_000_000;
/** How many states are expanded between two looks at the clock. */
const CLOCK_INTERVAL = 1024;

export type SearchEnd =
  | { readonly kind: "complete"; readonly statistics: Statistics }
  | { readonly kind: "found"; readonly finding: Finding; readonly state: number; readonly statistics: Statistics }
  | { readonly kind: "bound"; readonly bound: "states" | "time"; readonly statistics: Statistics };

export interface SearchParts {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly coverage: Coverage;
  /** Null: nothing is judged, the whole state graph is computed. */
  readonly checker: Checker | null;
  /** Null: edges are not kept. */
  readonly edges: EdgeList | null;
}

/**
 * Searches all states. What is found has a shortest trace: a state of the next level that is wrong waits until the rest of this level
 * is known not to be stuck.
 */
export function search({ machine, store, coverage, checker, edges }: SearchParts, bounds: Bounds): SearchEnd {
  const { maxStates = DEFAULT_MAX_STATES, maxMilliseconds = Number.POSITIVE_INFINITY, onLevel, now = Date.now } = bounds;
  const deadline = now() + maxMilliseconds;
  const expand = expander(machine);
  const cells = machine.initial.slice();
  let next = 0;
  let depth = 1;
  let generated = 1;
  let wrong: { readonly finding: Finding; readonly state: number } | null = null;
  const statistics = (): Statistics => ({ distinct: store.count, generated, depth, queue: store.count - next });
  const froms = new Int32Array(machine.layout.contexts.length);
  const visit = (context: number, cpu: number): void => {
    if (wrong !== null) return;
    generated++;
    const state = store.add(cells, next);
    coverage.mark(context, froms[context] ?? 0, cells);
    edges?.add(state, context, cpu >= 0);
    if (!store.fresh || checker === null) return;
    const finding = checker.after(cells, context);
    if (finding !== null) wrong = { finding, state };
  };
  const found = (finding: Finding, state: number): SearchEnd => ({ kind: "found", finding, state, statistics: statistics() });
  store.add(cells, -1);
  coverage.start(cells);
  const atStart = checker?.first(cells) ?? null;
  if (atStart !== null) return found(atStart, 0);
  while (next < store.count) {
    for (const levelEnd = store.count; next < levelEnd; next++) {
      store.load(next, cells);
      for (let number = 0; number < froms.length; number++) froms[number] = cells[number] ?? 0;
      edges?.startState();
      const moves = expand(cells, visit);
      const stuck = moves === 0 ? (checker?.last(cells) ?? null) : null;
      if (stuck !== null) return found(stuck, next);
      if (wrong !== null) continue;
      if (store.count > maxStates) return { kind: "bound", bound: "states", statistics: statistics() };
      if (next % CLOCK_INTERVAL === 0 && now() > deadline) return { kind: "bound", bound: "time", statistics: statistics() };
    }
    const pending = takeWrong();
    if (pending !== null) {
      depth++;
      return found(pending.finding, pending.state);
    }
    onLevel?.(statistics());
    if (next < store.count) depth++;
  }
  return { kind: "complete", statistics: statistics() };

  /** Read through a function, since the compiler does not see that `visit` assigns it. */
  function takeWrong(): typeof wrong {
    return wrong;
  }
}
