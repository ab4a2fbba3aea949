// Expressions about contexts: timers whose callback runs, wait queues, and whether a context has come to its end.

import { runsOnce } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import { OFF } from "./labels.js";
import { type Located, type Scope, type Test, timerCell } from "./scope.js";

export function timerRunning(scope: Scope, timer: Located): Test {
  const { callbacks } = scope;
  return (cells) => {
    const callback = callbacks.get(timer.at(cells));
    return callback !== undefined && isBusy(scope, cells, callback);
  };
}

/** The callback is anywhere but at `idle`; that of a delayed work item's timer only until it has queued the item. */
export function isBusy({ layout }: Scope, cells: Cells, callback: number): boolean {
  const pc = read(cells, callback);
  const found = layout.contexts[callback];
  if (pc === OFF || found === undefined) return false;
  return !found.context.irqSafe || found.labels.locations[pc - 1]?.node.operation.kind !== "end";
}

/** Some context is on the queue. */
export function queueActive(scope: Scope, queue: Located): Test {
  const size = scope.layout.sleepers.length;
  return (cells) => {
    const cell = queue.at(cells);
    for (let sleeper = 0; cell >= 0 && sleeper < size; sleeper++) if (read(cells, cell + sleeper) !== 0) return true;
    return false;
  };
}

/** Tasks end at `done`. An interrupt context has come to its end when it is idle and cannot come again. */
export function finished(scope: Scope, id: string): Test {
  const { contexts } = scope.layout;
  const number = contexts.findIndex((candidate) => candidate.context.id === id);
  const found = contexts[number];
  if (found === undefined) throw new Error(`no context '${id}'`);
  const { remaining, context } = found;
  if (runsOnce(context)) return (cells) => read(cells, number) === OFF;
  const credit = context.timer === null ? remaining : timerCell(scope, context.timer);
  return (cells) => read(cells, number) === OFF && read(cells, credit) === 0;
}
