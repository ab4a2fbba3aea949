// The steps that prepare_to_wait, schedule, finish_wait and wake_up are made of. A queue has a cell for each context that can be on it.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import { type Cells, read } from "../codes.js";
import { compilePlace } from "../expressions.js";
import { type CompiledStep, type Site, single } from "./site.js";

export const RUNNING = 0;
export const SLEEPING = 1;

/** What the cell of a context at a queue says: from FIRST_EXCLUSIVE on the place among those who wait exclusively. */
const NOT_THERE = 0;
const WITH_OTHERS = 1;
export const FIRST_EXCLUSIVE = 2;

export function compileWaitPrepare(site: Site, operation: Extract<Operation, { kind: "wait-prepare" }>): CompiledStep {
  const { task, sleeper } = own(site);
  const count = site.scope.layout.sleepers.length;
  return atQueue(site, operation.queue, (cells, queue) => {
    cells[task] = SLEEPING;
    const before = read(cells, queue + sleeper);
    if (!operation.exclusive) {
      cells[queue + sleeper] = WITH_OTHERS;
      closeRanks(cells, queue, count);
    } else if (before < FIRST_EXCLUSIVE) {
      // Whoever waits with the others stands before those who wait exclusively.
      const others = inOrder(cells, queue, count).filter((other) => read(cells, queue + other) >= FIRST_EXCLUSIVE);
      const order = before === WITH_OTHERS ? [sleeper, ...others] : [...others, sleeper];
      order.forEach((other, rank) => {
        cells[queue + other] = FIRST_EXCLUSIVE + rank;
      });
    }
  });
}

export function compileWaitFinish(site: Site, operation: Extract<Operation, { kind: "wait-finish" }>): CompiledStep {
  const { sleeper } = own(site);
  const count = site.scope.layout.sleepers.length;
  return atQueue(site, operation.queue, (cells, queue) => {
    cells[queue + sleeper] = NOT_THERE;
    closeRanks(cells, queue, count);
  });
}

export function compileWake(site: Site, operation: Extract<Operation, { kind: "wake" }>): CompiledStep {
  const { layout } = site.scope;
  const tasks = layout.sleepers.map((context) => layout.contexts[context]?.task ?? -1);
  return atQueue(site, operation.queue, (cells, queue) => {
    let left = operation.most === 0 ? tasks.length : operation.most;
    for (const sleeper of inOrder(cells, queue, tasks.length)) {
      const task = tasks[sleeper] ?? -1;
      const isExclusive = read(cells, queue + sleeper) >= FIRST_EXCLUSIVE;
      if (read(cells, task) !== SLEEPING || (isExclusive && left === 0)) continue;
      if (isExclusive) left--;
      cells[queue + sleeper] = NOT_THERE;
      cells[task] = RUNNING;
    }
    closeRanks(cells, queue, tasks.length);
  });
}

/** Those on the queue; the exclusive ones last, in their order. */
function inOrder(cells: Cells, queue: number, count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, sleeper) => sleeper).filter((sleeper) => read(cells, queue + sleeper) !== NOT_THERE);
  return all.sort((a, b) => read(cells, queue + a) - read(cells, queue + b));
}

/** Exclusive waiters are numbered without gaps. */
function closeRanks(cells: Cells, queue: number, count: number): void {
  const exclusive = inOrder(cells, queue, count).filter((sleeper) => read(cells, queue + sleeper) >= FIRST_EXCLUSIVE);
  exclusive.forEach((sleeper, rank) => {
    cells[queue + sleeper] = FIRST_EXCLUSIVE + rank;
  });
}

/** Goes to the first successor when the caller is still on the queue, which is read in the same step. */
export function compileWaitRun(site: Site, operation: Extract<Operation, { kind: "wait-run" }>): CompiledStep {
  const { task, sleeper } = own(site);
  const { at } = compilePlace(site.scope, operation.queue);
  return single((cells) => {
    site.begin();
    const queue = at(cells);
    if (site.failed(cells)) return true;
    cells[task] = RUNNING;
    return site.go(cells, read(cells, queue + sleeper) === NOT_THERE ? 1 : 0);
  });
}

export function compileSetTaskState(site: Site, state: "running" | "sleeping"): CompiledStep {
  const { task } = own(site);
  return single((cells) => {
    cells[task] = state === "running" ? RUNNING : SLEEPING;
    return site.go(cells, 0);
  });
}

/** Nobody has to wake who never sleeps like this. */
export function compileWakeTask(site: Site, woken: string): CompiledStep {
  const task = site.scope.layout.contexts.find(({ context }) => context.id === woken)?.task ?? -1;
  return single((cells) => {
    if (task >= 0) cells[task] = RUNNING;
    return site.go(cells, 0);
  });
}

export function compileSchedule(site: Site): CompiledStep {
  const { task } = own(site);
  return single((cells) => read(cells, task) === RUNNING && site.go(cells, 0));
}

function own(site: Site): { readonly task: number; readonly sleeper: number } {
  const cells = site.scope.layout.contexts[site.me];
  if (cells === undefined || cells.task < 0) throw new Error("the context has no task state");
  return cells;
}

function atQueue(site: Site, place: Place, effect: (cells: Cells, queue: number) => void): CompiledStep {
  const { at } = compilePlace(site.scope, place);
  return single((cells) => {
    site.begin();
    const queue = at(cells);
    if (site.failed(cells)) return true;
    effect(cells, queue);
    return site.go(cells, 0);
  });
}
