// Finds contexts that wait for each other in a circle. A step changes only who waits for the context that moved, and for whom that
// one waits; so in a state after one without a circle, every circle goes through the context that moved. Where the lock to be acquired
// is found through shared data, a step of one context can turn another one to another lock; then all contexts are looked at.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import type { Cells } from "../codes.js";
import type { Machine } from "../machine.js";
import { compileWaits } from "./waiting.js";

/** The contexts of a shortest circle through `moved`, each waiting for the next one; null when there is none. */
export type FindCircle = (cells: Cells, moved: number) => readonly number[] | null;

export function compileCircularWait(machine: Machine): FindCircle {
  const throughMoved = compileCircleThrough(machine);
  if (!targetsMove(machine)) return throughMoved;
  const count = machine.layout.contexts.length;
  return (cells, moved) => {
    for (let offset = 0; offset < count; offset++) {
      const found = throughMoved(cells, (moved + offset) % count);
      if (found !== null) return found;
    }
    return null;
  };
}

/**
 * True when a step of one context can make another one wait for a third: what it waits for is found through shared data, or it is a
 * reader that queues behind a writer as soon as somebody reads, or it waits for what somebody else begins.
 */
function targetsMove(machine: Machine): boolean {
  if (machine.layout.flush.first >= 0) return true;
  return machine.located.graphs.some((graph) =>
    graph.locations.some(({ node: { operation } }) => {
      if (operation.kind === "acquire" && operation.acquisition.mode === "shared") return true;
      const place = waitedFor(operation);
      return place !== null && place.object !== null && !["value", "local", "argument", "this-cpu"].includes(place.object.kind);
    }),
  );
}

function waitedFor(operation: Operation): Place | null {
  switch (operation.kind) {
    case "acquire":
      return operation.acquisition.lock;
    case "timer-cancel":
      return operation.timer;
    case "seq-read":
      return operation.seqcount;
    default:
      return null;
  }
}

function compileCircleThrough(machine: Machine): FindCircle {
  const forEachWait = compileWaits(machine);
  const count = machine.layout.contexts.length;
  const reachedFrom = new Int32Array(count);
  const queue = new Int32Array(count);
  let head = 0;
  let tail = 0;
  let at = 0;
  const visit = (other: number): void => {
    if (reachedFrom[other] !== -1) return;
    reachedFrom[other] = at;
    queue[tail++] = other;
  };
  return (cells, moved) => {
    head = 0;
    tail = 0;
    at = moved;
    reachedFrom.fill(-1);
    forEachWait(cells, moved, visit);
    while (head < tail && reachedFrom[moved] === -1) {
      at = queue[head++] ?? moved;
      forEachWait(cells, at, visit);
    }
    return reachedFrom[moved] === -1 ? null : circle(reachedFrom, moved);
  };
}

function circle(reachedFrom: Int32Array, moved: number): readonly number[] {
  const path = [moved];
  for (let at = reachedFrom[moved] ?? moved; at !== moved; at = reachedFrom[at] ?? moved) path.push(at);
  return [moved, ...path.slice(1).reverse()];
}
