// Control flow, assertions, and the steps whose whole effect is in the typestate of the locations around them.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import type { Location, Typestate } from "../../codegen/ir/located.js";
import type { Program } from "../../codegen/ir/program.js";
import { type Cells, read } from "../codes.js";
import { compilePlace, compileTest } from "../expressions.js";
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
  const held = state.held.some((entry) => entry.lockClass === operation.flavour);
  return operation.action === "lock" || held ? compileMove(site) : unbalanced(site);
}

function unbalanced(site: Site): CompiledStep {
  return single((cells) => {
    site.begin();
    site.faults.note("unlock-balance");
    return site.failed(cells);
  });
}

/** Lockdep is told something: no effect, but for the fault of naming a lock of NULL or of releasing what is not held. */
export function compileAnnotation(site: Site, lock: Place, released: Typestate | null): CompiledStep {
  const { at } = compilePlace(site.scope, lock);
  const isUnbalanced = released !== null && !released.held.some((entry) => entry.place?.field === lock.field);
  return single((cells) => {
    site.begin();
    at(cells);
    if (isUnbalanced) site.faults.note("unlock-balance");
    return site.failed(cells) || site.go(cells, 0);
  });
}

/** True inside an RCU read-side section of any flavour. */
export function holdsRcu(program: Program, state: Typestate): boolean {
  const flavours = ["rcu", "rcu_bh", "rcu_sched"];
  const classes = program.lockClasses.filter((lockClass) => flavours.includes(lockClass.type)).map((lockClass) => lockClass.id);
  return state.held.some((held) => classes.includes(held.lockClass));
}

/** A task is done; a handler is idle, leaves its CPU, and may queue its timer again. */
export function compileEnd(site: Site, operation: Extract<Operation, { kind: "end" }>): CompiledStep {
  const { layout } = site.scope;
  const { me } = site;
  const handlers = handlerCells(layout, me);
  const { flush } = layout;
  const ended = [...flush.srcu.values()].reduce((bits, bit) => bits | bit, WAYS.running | WAYS.stopping | WAYS.reading);
  const timer = operation.restart ? ownTimer(site) : -1;
  return single((cells: Cells) => {
    cells[me] = OFF;
    awaited.over(cells, flush, me, ended);
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
