// Control flow, assertions, and the steps whose whole effect is in the typestate of the locations around them.

import type { Operation } from "../../codegen/ir/graph.js";
import type { Location, Typestate } from "../../codegen/ir/located.js";
import type { Program } from "../../codegen/ir/program.js";
import { type Cells, read } from "../codes.js";
import { compileTest } from "../expressions.js";
import { awaited, WAYS } from "../flushing.js";
import { OFF } from "../labels.js";
import type { Layout } from "../layout.js";
import { timerCell } from "../scope.js";
import { type CompiledStep, type Site, single } from "./site.js";

/** Interrupts, bottom halves, preemption, might_sleep: the context goes on, that is all. */
export function compileMove(site: Site): CompiledStep {
  return single((cells) => site.go(cells, 0));
}

/**
 * Evaluates its condition and goes on. A branch that would lead back to itself is a loop without steps in its body: it waits,
 * enabled when the condition leads out of it.
 */
export function compileBranch(site: Site, operation: Extract<Operation, { kind: "branch" }>, location: Location): CompiledStep {
  const condition = compileTest(site.scope, operation.condition);
  const back = location.next.indexOf(location.label);
  return single((cells) => {
    site.begin();
    const way = condition(cells) ? 0 : 1;
    if (site.failed(cells)) return true;
    return way !== back && site.go(cells, way);
  });
}

export function compileAssert(site: Site, operation: Extract<Operation, { kind: "assert" }>): CompiledStep {
  const condition = compileTest(site.scope, operation.condition);
  return single((cells) => {
    site.begin();
    if (!condition(cells)) site.faults.note("assertion");
    return site.failed(cells) || site.go(cells, 0);
  });
}

/** `rcu_read_unlock` outside of a section is a fault wherever it is reached. */
export function compileRcu(site: Site, operation: Extract<Operation, { kind: "rcu" }>, state: Typestate): CompiledStep {
  if (operation.action === "lock" || holdsRcu(site.scope.layout.located.program, state)) return compileMove(site);
  return single((cells) => {
    site.begin();
    site.faults.note("unlock-balance");
    return site.failed(cells);
  });
}

/** True inside an RCU read-side section. */
export function holdsRcu(program: Program, state: Typestate): boolean {
  const classes = program.lockClasses.filter((lockClass) => lockClass.type === "rcu").map((lockClass) => lockClass.id);
  return state.held.some((held) => classes.includes(held.lockClass));
}

/** A task is done; a handler is idle, leaves its CPU, and may queue its timer again. */
export function compileEnd(site: Site, operation: Extract<Operation, { kind: "end" }>): CompiledStep {
  const { layout } = site.scope;
  const { me } = site;
  const handlers = handlerCells(layout, me);
  const { flush } = layout;
  const timer = operation.restart ? ownTimer(site) : -1;
  return single((cells: Cells) => {
    cells[me] = OFF;
    awaited.over(cells, flush, me, WAYS.running | WAYS.stopping | WAYS.reading);
    for (const cell of handlers) if (read(cells, cell) === me + 1) cells[cell] = 0;
    if (timer >= 0) cells[timer] = 1;
    return true;
  });
}

/** The cells that say which handler is active, for the CPUs and the level of one context. */
function handlerCells(layout: Layout, context: number): readonly number[] {
  const found = layout.contexts[context]?.context;
  if (found === undefined || found.level === "task") return [];
  const perCpu = found.level === "hardirq" ? layout.hardirq : layout.softirq;
  return found.cpus.flatMap((cpu) => perCpu[cpu] ?? []);
}

function ownTimer(site: Site): number {
  const timer = site.scope.layout.contexts[site.me]?.context.timer;
  if (timer === null || timer === undefined) throw new Error("only an hrtimer callback can restart");
  return timerCell(site.scope, timer);
}
