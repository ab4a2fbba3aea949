// hrtimer_start, hrtimer_try_to_cancel, hrtimer_cancel. A timer is running while its callback's pc is not `idle`.

import type { Operation } from "../../codegen/ir/graph.js";
import { read } from "../codes.js";
import { compilePlace, localCell } from "../expressions.js";
import { OFF } from "../labels.js";
import { type CompiledStep, type Site, single } from "./site.js";

const RUNNING = -1;

export function compileTimerStart(site: Site, operation: Extract<Operation, { kind: "timer-start" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.timer);
  return single((cells) => {
    site.begin();
    const timer = at(cells);
    if (site.failed(cells)) return true;
    cells[timer] = 1;
    return site.go(cells, 0);
  });
}

/** `timer-cancel` waits while the callback runs; `timer-try-cancel` gives up. */
export function compileTimerCancel(site: Site, operation: Extract<Operation, { kind: "timer-cancel" | "timer-try-cancel" }>): CompiledStep {
  const { callbacks } = site.scope;
  const { at } = compilePlace(site.scope, operation.timer);
  const result = operation.result === null ? -1 : localCell(site.scope, operation.result);
  const waits = operation.kind === "timer-cancel";
  return single((cells) => {
    site.begin();
    const timer = at(cells);
    if (site.failed(cells)) return true;
    const callback = callbacks.get(timer);
    const running = callback !== undefined && read(cells, callback) !== OFF;
    if (running && waits) return false;
    if (result >= 0) cells[result] = running ? RUNNING : read(cells, timer);
    if (!running) cells[timer] = 0;
    return site.go(cells, 0);
  });
}
