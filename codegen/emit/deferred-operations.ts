// Work items and waiting for them, as operators of specs/lib/Workqueues.tla and specs/lib/Flushing.tla.

import { itemsOf, lineOf, rcuCallbacks } from "../analysis/deferred.js";
import { READING, readingOf } from "../analysis/grace-periods.js";
import type { Place } from "../ir/expression.js";
import type { FlushTarget, Operation } from "../ir/graph.js";
import type { Tla } from "../tla/ast.js";
import { and, apply, call, equals, FALSE, name, not, or, set, string, strings, TRUE } from "../tla/build.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { type FaultCase, hasItem, placeFaults, placeInstance, SELF } from "./expressions.js";
import type { Scope } from "./scope.js";
import { action, always, type StepShape, storeLocal } from "./step-shape.js";
import { srcuSections } from "./tables.js";

export function queueItem(scope: Scope, operation: Extract<Operation, { kind: "item-queue" }>): StepShape {
  if (operation.afresh === true && operation.delays !== null) return queueAfresh(scope, operation, operation.delays);
  const item = placeInstance(scope, operation.item);
  const work = operation.delays === null ? item : placeInstance(scope, operation.delays);
  const delayed = operation.delays === null ? [] : [not(hasItem(scope, operation.item)), not(apply(name("queued"), work))];
  const stopping = scope.uses.flushing ? [not(call("Stopping", work))] : [];
  const line = lineOf(scope.program, operation.item.field);
  const queued = together(
    action(call("Start", item), "queued"),
    ...(line === null ? [] : [action(call("LineUp", string(line.id), item), "lines")]),
  );
  return either(
    placeFaults(scope, operation.item),
    and(not(apply(name("queued"), item)), ...delayed, ...stopping),
    withResult(scope, operation.result, queued, TRUE),
    withResult(scope, operation.result, NO_EFFECTS, FALSE),
  );
}

/** mod_delayed_work: whatever was queued, now it is the timer; unless somebody waits until he has cancelled the item. */
function queueAfresh(scope: Scope, operation: Extract<Operation, { kind: "item-queue" }>, delayed: Place): StepShape {
  const timer = placeInstance(scope, operation.item);
  const work = placeInstance(scope, delayed);
  const line = lineOf(scope.program, delayed.field);
  const isFree = not(call("Stopping", work));
  const started = together(
    action(call("StartAfresh", work, timer), "queued"),
    ...(line === null ? [] : [action(call("LeaveLine", string(line.id), work), "lines")]),
    action(call("Over", work, set(string("queued"))), "awaited"),
  );
  const wasQueued = or(apply(name("queued"), timer), apply(name("queued"), work));
  return {
    faults: placeFaults(scope, delayed),
    enabled: [not(hasItem(scope, operation.item))],
    outcomes: [
      { when: isFree, effects: withResult(scope, operation.result, started, wasQueued), next: 0 },
      { when: not(isFree), effects: withResult(scope, operation.result, NO_EFFECTS, wasQueued), next: 0 },
    ],
  };
}

export function dequeueItem(scope: Scope, operation: Extract<Operation, { kind: "item-dequeue" }>): StepShape {
  const item = placeInstance(scope, operation.item);
  const over = scope.uses.flushing ? action(call("Over", item, set(string("queued"))), "awaited") : NO_EFFECTS;
  if (operation.timer !== null) {
    const timer = placeInstance(scope, operation.timer);
    const taken = together(offTheirQueues(scope, operation.item.field, item, timer), over);
    return {
      faults: placeFaults(scope, operation.item),
      enabled: [not(hasItem(scope, operation.timer))],
      outcomes: [always(withResult(scope, operation.result, taken, or(apply(name("queued"), timer), apply(name("queued"), item))))],
    };
  }
  const taken = together(offItsQueue(scope, operation.item.field, item), over);
  return either(
    placeFaults(scope, operation.item),
    apply(name("queued"), item),
    withResult(scope, operation.result, taken, TRUE),
    withResult(scope, operation.result, NO_EFFECTS, FALSE),
  );
}

function offTheirQueues(scope: Scope, field: string, item: Tla, timer: Tla): Effects {
  const line = lineOf(scope.program, field);
  return together(
    action(call("DequeueBoth", item, timer), "queued"),
    ...(line === null ? [] : [action(call("LeaveLine", string(line.id), item), "lines")]),
  );
}

function offItsQueue(scope: Scope, field: string, item: Tla): Effects {
  const line = lineOf(scope.program, field);
  return together(
    action(call("Dequeue", item), "queued"),
    ...(line === null ? [] : [action(call("LeaveLine", string(line.id), item), "lines")]),
  );
}

export function flushBegin(scope: Scope, operation: Extract<Operation, { kind: "flush-begin" }>): StepShape {
  const { what, result } = operation;
  if (what.kind === "cancel") return cancelBegin(scope, what, result);
  const awaited = whatToAwait(scope, what);
  const busy = not(equals(awaited, set()));
  const faults = what.kind === "item" || what.kind === "running" ? placeFaults(scope, what.item) : [];
  const noted = action(call("Await", SELF, awaited), "awaited");
  return either(faults, busy, withResult(scope, result, noted, TRUE), withResult(scope, result, NO_EFFECTS, FALSE), 1);
}

function cancelBegin(scope: Scope, what: Extract<FlushTarget, { kind: "cancel" }>, result: string | null): StepShape {
  const item = placeInstance(scope, what.item);
  const timer = what.timer === null ? null : placeInstance(scope, what.timer);
  const { field } = what.item;
  const running = call("Running", item);
  const off = timer === null ? offItsQueue(scope, field, item) : offTheirQueues(scope, field, item, timer);
  const stopped = together(off, action(call("Stop", SELF, item, running), "awaited"));
  const wasQueued = or(...(timer === null ? [] : [apply(name("queued"), timer)]), apply(name("queued"), item));
  const effects = withResult(scope, result, stopped, wasQueued);
  const shape = either(placeFaults(scope, what.item), running, effects, effects, 1);
  return what.timer === null ? shape : { ...shape, enabled: [not(hasItem(scope, what.timer))] };
}

function whatToAwait(scope: Scope, what: Exclude<FlushTarget, { kind: "cancel" }>): Tla {
  switch (what.kind) {
    case "item":
      return call("LastTime", placeInstance(scope, what.item));
    case "context":
      return call("UntilItEnds", string(what.context));
    case "running":
      return call("UntilItEnds", placeInstance(scope, what.item));
    case "readers":
      return readers(scope, null);
    case "srcu-readers":
      return readers(scope, what.srcu);
    case "rcu-callbacks":
      return call("EveryTime", strings(rcuCallbacks(scope.program).map((context) => context.id)));
    case "workqueue":
      return call("EveryTime", strings(itemsOf(scope.program, what.workqueue).map((context) => context.id)));
  }
}

function readers(scope: Scope, srcu: string | null): Tla {
  if (srcu === null) return call("Readers", name("ReadSections"), string(READING));
  return call("Readers", name(srcuSections(scope, srcu)), string(readingOf(srcu)));
}

/** The callback waits for the readers of now, whoever is one then. */
export function callRcu(scope: Scope, operation: Extract<Operation, { kind: "rcu-call" }>): StepShape {
  const head = placeInstance(scope, operation.head);
  return {
    faults: [...placeFaults(scope, operation.head), { fault: "list-corruption", when: apply(name("queued"), head) }],
    enabled: [],
    outcomes: [
      always(together(action(call("Start", head), "queued"), action(call("Await", head, readers(scope, operation.srcu)), "awaited"))),
    ],
  };
}

export function flushWait(): StepShape {
  return { faults: [], enabled: [equals(apply(name("awaited"), SELF), set())], outcomes: [always(NO_EFFECTS)] };
}

/** Two ways on; `other` is the successor of the second, which is the first one's unless it is said. */
function either(faults: readonly FaultCase[], when: Tla, then: Effects, otherwise: Effects, other = 0): StepShape {
  return {
    faults,
    enabled: [],
    outcomes: [
      { when, effects: then, next: 0 },
      { when: not(when), effects: otherwise, next: other },
    ],
  };
}

function withResult(scope: Scope, result: string | null, effects: Effects, value: Tla): Effects {
  return { ...effects, stores: [...effects.stores, ...(result === null ? [] : storeLocal(scope, result, value))] };
}

function together(...all: readonly Effects[]): Effects {
  return {
    guards: all.flatMap((effects) => effects.guards),
    actions: all.flatMap((effects) => effects.actions),
    stores: all.flatMap((effects) => effects.stores),
  };
}
