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
import { annotationOffset } from "../readers.js";
import { type CompiledStep, type Site, single } from "./site.js";

/** Bottom halves and preemption: enabling what is not disabled is a fault wherever it is reached. */
export function compileCounted(site: Site, action: "disable" | "enable", depth: number): CompiledStep {
  return action === "enable" && depth === 0 ? unbalanced(site) : compileMove(site);
}

/** Interrupts, might_sleep: the context goes on, that is all. */
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

/** Lockdep is told something: no effect, but for the count of some locks, and the faults of naming a lock of NULL and of releasing what is not held. */
export function compileAnnotate(site: Site, { action, acquisition }: Extract<Operation, { kind: "annotate" }>): CompiledStep {
  const { at } = compilePlace(site.scope, acquisition.lock);
  const offset = action === "sync" ? -1 : ownCount(site, acquisition.lock);
  return single((cells) => {
    site.begin();
    const lock = at(cells);
    if (site.failed(cells)) return true;
    if (offset >= 0) cells[lock + offset] = read(cells, lock + offset) + 1;
    return site.go(cells, 0);
  });
}

export function compileAnnotateRelease(site: Site, lock: Place, { held }: Typestate): CompiledStep {
  const { at } = compilePlace(site.scope, lock);
  const offset = ownCount(site, lock);
  const isMine = compileTest(site.scope, { kind: "lock-mine", lock, as: "any" });
  const onStack = held.some((entry) => entry.place?.field === lock.field);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    if (cell >= 0 && !(offset < 0 ? onStack : isMine(cells))) site.faults.note("unlock-balance");
    if (site.failed(cells)) return true;
    if (offset >= 0) cells[cell + offset] = Math.max(0, read(cells, cell + offset) - 1);
    return site.go(cells, 0);
  });
}

/** How far behind a lock the count of this context is; -1 when there is none. */
function ownCount({ scope, me }: Site, { field }: Place): number {
  const declared = scope.layout.fields.get(field)?.field;
  const first = declared === undefined ? -1 : annotationOffset(scope.layout.located.program, declared);
  return first < 0 ? -1 : first + me;
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
  const timer = operation.restart ? ownTimer(site) : null;
  return single((cells: Cells) => {
    site.begin();
    const again = timer === null ? -1 : timer(cells);
    if (site.failed(cells)) return true;
    cells[me] = OFF;
    awaited.over(cells, flush, me, ended);
    for (const cell of handlers) if (read(cells, cell) === me + 1) cells[cell] = 0;
    if (again >= 0) cells[again] = 1;
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

/** Its object may have been freed meanwhile. */
function ownTimer({ scope, me }: Site): (cells: Cells) => number {
  const timer = scope.layout.contexts[me]?.context.timer;
  if (timer === null || timer === undefined) throw new Error("only an hrtimer callback can restart");
  const { field, object } = timer;
  const owner = object === null ? null : ({ kind: "value", value: { kind: "object", id: object } } as const);
  return compilePlace(scope, { field, object: owner, nullable: false }).at;
}
