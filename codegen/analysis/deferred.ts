// What the program says about items that run later: their contexts, their workqueues, the maps that waiting for them acquires.

import type { FlushTarget, Operation } from "../ir/graph.js";
import type { Context, Program, Workqueue } from "../ir/program.js";

/** The contexts of the functions of all items of a field. */
export function runnersOfField(program: Program, field: string): readonly Context[] {
  return program.contexts.filter((context) => context.timer?.field === field);
}

/** The workqueue of the items of a field, if these run one at a time; else null. */
export function lineOf(program: Program, field: string): Workqueue | null {
  const id = runnersOfField(program, field)[0]?.workqueue ?? null;
  return program.workqueues.find((workqueue) => workqueue.id === id && workqueue.ordered) ?? null;
}

/** The contexts of RCU callbacks. */
export function rcuCallbacks(program: Program): readonly Context[] {
  return program.contexts.filter((context) => context.kind === "rcu");
}

/** Somebody waits for the end of the context. */
export function isAwaited(program: Program, context: string): boolean {
  return program.graphs.some(({ nodes }) =>
    nodes.some(
      ({ operation }) => operation.kind === "flush-begin" && operation.what.kind === "context" && operation.what.context === context,
    ),
  );
}

/** Somebody waits for what is there now: the state says for what. */
export function hasFlushing(program: Program): boolean {
  const flushes = program.graphs.some((graph) =>
    graph.nodes.some(({ operation: { kind } }) => kind === "flush-begin" || kind === "rcu-call"),
  );
  return flushes || program.workqueues.length > 0;
}

/** The contexts of the items of a workqueue. */
export function itemsOf(program: Program, workqueue: string): readonly Context[] {
  return program.contexts.filter((context) => context.workqueue === workqueue);
}

/** Ids of the maps that an operation acquires and releases at once, since it waits for what holds them; an hrtimer has none. */
export function mapsAcquired(program: Program, operation: Operation): readonly string[] {
  if (operation.kind === "flush-wait") return mapsTouched(program, operation.what);
  return operation.kind === "timer-cancel" ? (runnersOfField(program, operation.timer.field)[0]?.maps ?? []) : [];
}

/**
 * Ids of the maps that waiting acquires (kernel/workqueue.c, touch_work_lockdep_map and touch_wq_lockdep_map): of the item, and of its queue
 * when its items run one at a time; of the queue that is flushed.
 */
function mapsTouched(program: Program, what: FlushTarget): readonly string[] {
  switch (what.kind) {
    case "item":
    case "cancel": {
      const [queue, item] = runnersOfField(program, what.item.field)[0]?.maps ?? [];
      if (queue === undefined || item === undefined) return [];
      return what.kind === "item" && lineOf(program, what.item.field) !== null ? [item, queue] : [item];
    }
    case "workqueue":
      return itemsOf(program, what.workqueue)[0]?.maps.slice(0, 1) ?? [];
    case "context":
    case "running":
    case "readers":
    case "srcu-readers":
    case "rcu-callbacks":
      return [];
  }
}
