// Queueing and cancelling of work items, and waiting for what is there now.

import type { Place } from "../../codegen/ir/expression.js";
import type { FlushTarget, Operation } from "../../codegen/ir/graph.js";
import type { Context } from "../../codegen/ir/program.js";
import { type Cells, FALSE, read, TRUE } from "../codes.js";
import { isBusy } from "../context-expressions.js";
import { compilePlace, localCell } from "../expressions.js";
import { awaited, lines, WAYS } from "../flushing.js";
import { OFF } from "../labels.js";
import type { Layout } from "../layout.js";
import { noteReaders } from "../read-sections.js";
import { type Scope, timerCell } from "../scope.js";
import { type CompiledStep, type Site, single } from "./site.js";

/** The context of the item whose queued flag is at a cell. */
function contextAt(scope: Scope, cell: number): number {
  const found = scope.callbacks.get(cell);
  if (found === undefined) throw new Error("an item without a context");
  return found;
}

function lineOf(layout: Layout, context: number): number {
  return layout.flush.lines.get(layout.contexts[context]?.context.workqueue ?? "") ?? -1;
}

export function compileItemQueue(site: Site, operation: Extract<Operation, { kind: "item-queue" }>): CompiledStep {
  if (operation.afresh === true && operation.delays !== null) return compileQueueAfresh(site, operation, operation.delays);
  const { scope } = site;
  const { layout } = scope;
  const { at } = compilePlace(scope, operation.item);
  const delayed = operation.delays === null ? null : compilePlace(scope, operation.delays).at;
  const result = resultCell(site, operation.result);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    const work = delayed === null ? cell : delayed(cells);
    if (site.failed(cells)) return true;
    const item = contextAt(scope, cell);
    const isHeld = delayed !== null && (isBusy(scope, cells, item) || read(cells, work) === 1);
    const may = read(cells, cell) === 0 && !isHeld && !awaited.stopping(cells, layout.flush, contextAt(scope, work));
    if (may) {
      cells[cell] = 1;
      const line = lineOf(layout, item);
      if (line >= 0) lines.join(cells, line, item);
    }
    if (result >= 0) cells[result] = may ? TRUE : FALSE;
    return site.go(cells, 0);
  });
}

/** mod_delayed_work: out of all queues, and the timer anew, unless somebody is cancelling. */
function compileQueueAfresh(site: Site, operation: Extract<Operation, { kind: "item-queue" }>, delayed: Place): CompiledStep {
  const { scope } = site;
  const timerAt = compilePlace(scope, operation.item).at;
  const workAt = compilePlace(scope, delayed).at;
  const result = resultCell(site, operation.result);
  return single((cells) => {
    site.begin();
    const [timer, work] = [timerAt(cells), workAt(cells)];
    if (site.failed(cells)) return true;
    if (isBusy(scope, cells, contextAt(scope, timer))) return false;
    const wasQueued = read(cells, timer) === 1 || read(cells, work) === 1;
    if (!awaited.stopping(cells, scope.layout.flush, contextAt(scope, work))) {
      dequeue(scope, cells, work);
      cells[timer] = 1;
    }
    if (result >= 0) cells[result] = wasQueued ? TRUE : FALSE;
    return site.go(cells, 0);
  });
}

export function compileItemDequeue(site: Site, operation: Extract<Operation, { kind: "item-dequeue" }>): CompiledStep {
  const { scope } = site;
  const { at } = compilePlace(scope, operation.item);
  const timerAt = operation.timer === null ? null : compilePlace(scope, operation.timer).at;
  const result = resultCell(site, operation.result);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    const timer = timerAt === null ? -1 : timerAt(cells);
    if (site.failed(cells)) return true;
    if (timer >= 0 && isBusy(scope, cells, contextAt(scope, timer))) return false;
    const wasQueued = read(cells, cell) === 1 || (timer >= 0 && read(cells, timer) === 1);
    if (result >= 0) cells[result] = wasQueued ? TRUE : FALSE;
    dequeue(scope, cells, cell);
    if (timer >= 0) cells[timer] = 0;
    return site.go(cells, 0);
  });
}

function dequeue(scope: Scope, cells: Cells, cell: number): void {
  if (read(cells, cell) === 0) return;
  const { layout } = scope;
  const item = contextAt(scope, cell);
  const line = lineOf(layout, item);
  cells[cell] = 0;
  if (line >= 0) lines.leave(cells, line, item);
  awaited.over(cells, layout.flush, item, WAYS.queued);
}

export function compileFlushBegin(site: Site, operation: Extract<Operation, { kind: "flush-begin" }>): CompiledStep {
  const { scope } = site;
  const result = resultCell(site, operation.result);
  const note = compileTarget(site, operation.what);
  const canBegin = operation.what.kind === "cancel" && operation.what.timer !== null ? timerIsOff(site, operation.what.timer) : null;
  return single((cells) => {
    site.begin();
    if (canBegin !== null && !canBegin(cells)) return site.failed(cells);
    const noted = note(cells);
    if (site.failed(cells)) return true;
    const busy = !awaited.none(cells, scope.layout.flush, site.me);
    if (result >= 0) cells[result] = (noted ?? busy) ? TRUE : FALSE;
    return site.go(cells, busy ? 0 : 1);
  });
}

/** The function of the timer does not have the item in its hands. */
function timerIsOff({ scope }: Site, timer: Place): (cells: Cells) => boolean {
  const { at } = compilePlace(scope, timer);
  return (cells) => {
    const cell = at(cells);
    return cell >= 0 && !isBusy(scope, cells, contextAt(scope, cell));
  };
}

/** Notes what to wait for; gives the result where that is something else than whether there is anything. */
function compileTarget(site: Site, what: FlushTarget): (cells: Cells) => boolean | null {
  const { scope, me } = site;
  const { layout } = scope;
  const { flush } = layout;
  const runs = (cells: Cells, item: number): boolean => read(cells, item) !== OFF;
  switch (what.kind) {
    case "item": {
      const { at } = compilePlace(scope, what.item);
      return (cells) => {
        const cell = at(cells);
        if (cell < 0) return null;
        const item = contextAt(scope, cell);
        if (read(cells, cell) === 1) awaited.add(cells, flush, me, item, "queued");
        else if (runs(cells, item)) awaited.add(cells, flush, me, item, "running");
        return null;
      };
    }
    case "cancel": {
      const { at } = compilePlace(scope, what.item);
      const timerAt = what.timer === null ? null : compilePlace(scope, what.timer).at;
      return (cells) => {
        const cell = at(cells);
        if (cell < 0) return null;
        const item = contextAt(scope, cell);
        const timer = timerAt === null ? -1 : timerAt(cells);
        const wasQueued = read(cells, cell) === 1 || (timer >= 0 && read(cells, timer) === 1);
        if (timer >= 0) cells[timer] = 0;
        dequeue(scope, cells, cell);
        if (runs(cells, item)) awaited.add(cells, flush, me, item, "stopping");
        return wasQueued;
      };
    }
    case "running": {
      const { at } = compilePlace(scope, what.item);
      return (cells) => {
        const cell = at(cells);
        if (cell < 0) return null;
        const item = contextAt(scope, cell);
        if (runs(cells, item)) awaited.add(cells, flush, me, item, "running");
        return null;
      };
    }
    case "context": {
      const number = layout.contexts.findIndex(({ context }) => context.id === what.context);
      return (cells) => {
        if (runs(cells, number)) awaited.add(cells, flush, me, number, "running");
        return null;
      };
    }
    case "readers":
    case "srcu-readers": {
      const note = noteReaders(layout, what.kind === "readers" ? null : what.srcu);
      return (cells) => {
        note(cells, me);
        return null;
      };
    }
    case "workqueue":
    case "rcu-callbacks": {
      const isMeant = (context: Context): boolean =>
        what.kind === "workqueue" ? context.workqueue === what.workqueue : context.kind === "rcu";
      const items = layout.contexts.flatMap(({ context }, number) =>
        isMeant(context) && context.timer !== null ? [{ number, cell: timerCell(scope, context.timer) }] : [],
      );
      return (cells) => {
        for (const { number, cell } of items) {
          if (read(cells, cell) === 1) awaited.add(cells, flush, me, number, "queued");
          if (runs(cells, number)) awaited.add(cells, flush, me, number, "running");
        }
        return null;
      };
    }
  }
}

export function compileRcuCall(site: Site, operation: Extract<Operation, { kind: "rcu-call" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.head);
  const note = noteReaders(site.scope.layout, operation.srcu);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    if (cell >= 0 && read(cells, cell) === 1) site.faults.note("list-corruption");
    if (site.failed(cells)) return true;
    cells[cell] = 1;
    note(cells, contextAt(site.scope, cell));
    return site.go(cells, 0);
  });
}

export function compileFlushWait(site: Site): CompiledStep {
  const { flush } = site.scope.layout;
  return single((cells) => awaited.none(cells, flush, site.me) && site.go(cells, 0));
}

function resultCell(site: Site, result: string | null): number {
  return result === null ? -1 : localCell(site.scope, result);
}
