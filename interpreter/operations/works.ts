// Queueing and cancelling of work items, and waiting for what is there now.

import type { FlushTarget, Operation } from "../../codegen/ir/graph.js";
import type { Context } from "../../codegen/ir/program.js";
import { type Cells, FALSE, read, TRUE } from "../codes.js";
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
  const { scope } = site;
  const { layout } = scope;
  const { at } = compilePlace(scope, operation.item);
  const result = resultCell(site, operation.result);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    if (site.failed(cells)) return true;
    const item = contextAt(scope, cell);
    const may = read(cells, cell) === 0 && !awaited.stopping(cells, layout.flush, item);
    if (may) {
      cells[cell] = 1;
      const line = lineOf(layout, item);
      if (line >= 0) lines.join(cells, line, item);
    }
    if (result >= 0) cells[result] = may ? TRUE : FALSE;
    return site.go(cells, 0);
  });
}

export function compileItemDequeue(site: Site, operation: Extract<Operation, { kind: "item-dequeue" }>): CompiledStep {
  const { at } = compilePlace(site.scope, operation.item);
  const result = resultCell(site, operation.result);
  return single((cells) => {
    site.begin();
    const cell = at(cells);
    if (site.failed(cells)) return true;
    if (result >= 0) cells[result] = read(cells, cell) === 1 ? TRUE : FALSE;
    dequeue(site.scope, cells, cell);
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
  return single((cells) => {
    site.begin();
    const noted = note(cells);
    if (site.failed(cells)) return true;
    const busy = !awaited.none(cells, scope.layout.flush, site.me);
    if (result >= 0) cells[result] = (noted ?? busy) ? TRUE : FALSE;
    return site.go(cells, busy ? 0 : 1);
  });
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
      return (cells) => {
        const cell = at(cells);
        if (cell < 0) return null;
        const item = contextAt(scope, cell);
        const wasQueued = read(cells, cell) === 1;
        dequeue(scope, cells, cell);
        if (runs(cells, item)) awaited.add(cells, flush, me, item, "stopping");
        return wasQueued;
      };
    }
    case "readers": {
      const note = noteReaders(layout);
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
  const note = noteReaders(site.scope.layout);
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
