// All successors of one state, in a fixed order: contexts in the order of the program, options in the order of the source, CPUs ascending.

import type { Cells } from "./codes.js";
import { OFF } from "./labels.js";
import type { Machine } from "./machine.js";

/** Told for each successor; the cells hold it only during the call. `cpu` is -1 for a step. */
export type Visit = (context: number, cpu: number, option: number) => void;

/** Executes every move in place and undoes it after the visit. Returns how many there were. */
export type Expand = (cells: Cells, visit: Visit) => number;

/** Makes an expander, with memory of its own: one must not be used while it is at work. */
export function expander(machine: Machine): Expand {
  const { contexts, layout } = machine;
  const saved = new Int32Array(layout.width);
  const { width } = layout;
  const restore = (cells: Cells): void => {
    for (let cell = 0; cell < width; cell++) cells[cell] = saved[cell] ?? 0;
  };
  return (cells, visit) => {
    let moves = 0;
    saved.set(cells);
    for (let number = 0; number < contexts.length; number++) {
      const context = contexts[number];
      if (context === undefined) continue;
      const pc = saved[number] ?? OFF;
      if (pc === OFF) {
        for (const arrival of context.arrivals) {
          if (!arrival.enabled(cells)) continue;
          arrival.apply(cells);
          moves++;
          visit(number, arrival.cpu, 0);
          restore(cells);
        }
        continue;
      }
      const compiled = context.steps[pc];
      if (compiled === null || compiled === undefined || (context.canRun !== null && !context.canRun(cells))) continue;
      for (let option = 0; option < compiled.options; option++) {
        if (!compiled.step(cells, option)) continue;
        moves++;
        visit(number, -1, option);
        restore(cells);
      }
    }
    return moves;
  };
}
