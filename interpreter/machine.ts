// A program compiled for execution: for every context, one closure for each of its locations. Made once, used for every state.

import type { LocatedProgram } from "../codegen/ir/located.js";
import type { Cells } from "./codes.js";
import { initialCells } from "./initial.js";
import { type Layout, layOut } from "./layout.js";
import { compileStep } from "./operations/index.js";
import type { CompiledStep } from "./operations/site.js";
import { type Arrival, compileArrivals, compileCanRun } from "./scheduling.js";
import { Faults, type Scope, type Test, timerCell } from "./scope.js";

export interface CompiledContext {
  /** By pc number; number 0 and the fault labels have none. */
  readonly steps: readonly (CompiledStep | null)[];
  readonly arrivals: readonly Arrival[];
  readonly canRun: Test | null;
}

export interface Machine {
  readonly located: LocatedProgram;
  readonly layout: Layout;
  readonly contexts: readonly CompiledContext[];
  readonly initial: Cells;
  /** What properties are compiled against. */
  readonly scope: Scope;
}

const compiled = new WeakMap<LocatedProgram, Machine>();

/** Compiles a program, or gives what it was compiled to before. */
export function compileProgram(located: LocatedProgram): Machine {
  const known = compiled.get(located);
  if (known !== undefined) return known;
  const machine = compile(located);
  compiled.set(located, machine);
  return machine;
}

function compile(located: LocatedProgram): Machine {
  const layout = layOut(located);
  const base: Scope = { layout, faults: new Faults(), context: null, callbacks: new Map(), bound: new Map(), slots: [] };
  const callbacks = new Map(
    layout.contexts.flatMap(({ context }, number) => (context.timer === null ? [] : [[timerCell(base, context.timer), number] as const])),
  );
  const scope: Scope = { ...base, callbacks };
  const contexts = layout.contexts.map(({ labels }, number): CompiledContext => {
    const own: Scope = { ...scope, context: number };
    return {
      steps: [null, ...labels.locations.map((location) => compileStep(own, location))],
      arrivals: compileArrivals(own, number),
      canRun: compileCanRun(layout, number),
    };
  });
  return { located, layout, contexts, initial: initialCells(layout), scope };
}
