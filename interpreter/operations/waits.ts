// The steps that prepare_to_wait, schedule, finish_wait and wake_up are made of. A queue has a cell for each context that can be on it.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import { type Cells, read } from "../codes.js";
import { compilePlace } from "../expressions.js";
import { type CompiledStep, type Site, single } from "./site.js";

export const RUNNING = 0;
export const SLEEPING = 1;

export function compileWaitPrepare(site: Site, operation: Extract<Operation, { kind: "wait-prepare" }>): CompiledStep {
  const { task, sleeper } = own(site);
  return atQueue(site, operation.queue, (cells, queue) => {
    cells[queue + sleeper] = 1;
    cells[task] = SLEEPING;
  });
}

export function compileWaitFinish(site: Site, operation: Extract<Operation, { kind: "wait-finish" }>): CompiledStep {
  const { sleeper } = own(site);
  return atQueue(site, operation.queue, (cells, queue) => {
    cells[queue + sleeper] = 0;
  });
}

export function compileWake(site: Site, operation: Extract<Operation, { kind: "wake" }>): CompiledStep {
  const { layout } = site.scope;
  const tasks = layout.sleepers.map((context) => layout.contexts[context]?.task ?? -1);
  return atQueue(site, operation.queue, (cells, queue) => {
    tasks.forEach((task, sleeper) => {
      if (read(cells, queue + sleeper) === 0) return;
      cells[queue + sleeper] = 0;
      cells[task] = RUNNING;
    });
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
    return site.go(cells, read(cells, queue + sleeper) === 1 ? 0 : 1);
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
