// Strongly connected components (Tarjan), without recursion and in arrays: state graphs are deep and large.

import type { EdgeList } from "./edges.js";

/** The part of the graph that is looked at: the states whose entry in `region` is `part`. */
export interface Part {
  readonly region: Int32Array;
  readonly part: number;
  readonly states: readonly number[] | Int32Array;
}

/** Calls `found` with each component of a part of the graph; the array is valid during the call only. */
export type ForEachComponent = (part: Part, found: (component: Int32Array) => void) => void;

/** Makes a component finder for a graph of this size, which can be used for one part after the other. */
export function componentFinder(edges: EdgeList, size: number): ForEachComponent {
  /** When a state was entered, from 1 on; 0: not yet. */
  const order = new Int32Array(size);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  /** Next edge to follow. */
  const next = new Int32Array(size);
  const stack = new Int32Array(size);
  const path = new Int32Array(size);
  return ({ region, part, states }, found) => {
    let time = 0;
    let height = 0;
    let depth = 0;
    const enter = (state: number): void => {
      order[state] = ++time;
      low[state] = time;
      next[state] = edges.first(state);
      onStack[state] = 1;
      stack[height++] = state;
      path[depth++] = state;
    };
    const leave = (state: number): void => {
      depth--;
      const own = low[state] ?? 0;
      const parent = path[depth - 1] ?? 0;
      if (depth > 0 && own < (low[parent] ?? 0)) low[parent] = own;
      if (own !== order[state]) return;
      const top = height;
      do onStack[stack[--height] ?? 0] = 0;
      while (stack[height] !== state);
      found(stack.subarray(height, top));
    };
    for (const state of states) order[state] = 0;
    for (const root of states) {
      if (order[root] !== 0) continue;
      enter(root);
      while (depth > 0) {
        const state = path[depth - 1] ?? 0;
        const edge = next[state] ?? 0;
        if (edge >= edges.end(state)) {
          leave(state);
          continue;
        }
        next[state] = edge + 1;
        const target = edges.target(edge);
        if (region[target] !== part) continue;
        if (order[target] === 0) enter(target);
        else if (onStack[target] === 1 && (order[target] ?? 0) < (low[state] ?? 0)) low[state] = order[target] ?? 0;
      }
    }
  };
}
