// What each operation does: docs/semantics.md, section 5, mostly by an operator of specs/lib.

import { isAwaited } from "../analysis/deferred.js";
import { readingAs } from "../analysis/grace-periods.js";
import { underflows } from "../analysis/typestate.js";
import { type Expression, type Place } from "../ir/expression.js";
import type { Assignment, Operation } from "../ir/graph.js";
import { type Location } from "../ir/located.js";
import { type Context, runsOnce } from "../ir/program.js";
import { unreachable } from "../ir/unreachable.js";
import { type Tla } from "../tla/ast.js";
import { apply, call, equals, except, FALSE, ifThenElse, infix, name, not, number, string, strings, TRUE } from "../tla/build.js";
import { callRcu, dequeueItem, flushBegin, flushWait, queueItem } from "./deferred-operations.js";
import { type Effects, NO_EFFECTS } from "./effects.js";
import { type FaultCase, faultsOf, placeFaults, placeInstance, SELF, translate } from "./expressions.js";
import { listAdd, listInsert, listRemove, listSplice, takeFirst } from "./list-operations.js";
import { acquire, downgrade, initialise, release, tryAcquire } from "./lock-operations.js";
import { allocate, free } from "./memory-operations.js";
import { annotate, annotateRelease, down, seqRead, seqRetry, seqWrite, tryDown, up } from "./other-operations.js";
import { type Scope } from "./scope.js";
import { action, always, CHOICE, gotoEffects, plain, type StepShape, store, storeLocal, targetFaults } from "./step-shape.js";

export function shapeOf(scope: Scope, location: Location, runners: readonly Context[]): StepShape {
  const { operation } = location.node;
  switch (operation.kind) {
    case "assign":
      return assign(scope, operation.assignments);
    case "branch":
      return branch(scope, operation.condition, location);
    case "choose":
      return {
        faults: targetFaults(scope, operation.target, null),
        enabled: [],
        outcomes: [always(store(scope, operation.target, name(CHOICE)))],
      };
    case "acquire":
      return acquire(scope, operation);
    case "try-acquire":
      return tryAcquire(scope, operation);
    case "release":
      return release(scope, location, operation);
    case "downgrade":
      return downgrade(scope, operation);
    case "rcu":
      return {
        faults:
          operation.action === "unlock" && !location.state.held.some((held) => held.lockClass === operation.flavour)
            ? [{ fault: "unlock-balance", when: TRUE }]
            : [],
        enabled: [],
        outcomes: [always(NO_EFFECTS)],
      };
    case "annotate":
      return annotate(scope, operation);
    case "annotate-release":
      return annotateRelease(scope, location, operation.lock);
    case "lock-init":
      return initialise(scope, operation);
    case "down":
      return down(scope, operation.semaphore);
    case "try-down":
      return tryDown(scope, operation);
    case "up":
      return up(scope, operation.semaphore);
    case "seq-read":
      return seqRead(scope, operation.seqcount);
    case "seq-retry":
      return seqRetry(scope, operation);
    case "seq-write":
      return seqWrite(scope, operation);
    case "unless":
      throw new Error("decided at each location");
    case "bottom-halves":
    case "preemption":
      return { ...plain(NO_EFFECTS), faults: underflows(location.node, location.state) ? [{ fault: "unlock-balance", when: TRUE }] : [] };
    case "nofs":
    case "irq":
    case "might-sleep":
    case "rcu-use":
      return plain(NO_EFFECTS);
    case "list-add":
      return listAdd(scope, operation);
    case "list-insert":
      return listInsert(scope, operation);
    case "list-remove":
    case "list-move":
      return listRemove(scope, operation);
    case "list-splice":
      return listSplice(scope, operation);
    case "list-take-first":
      return takeFirst(scope, operation);
    case "timer-start":
      return {
        faults: placeFaults(scope, operation.timer),
        enabled: [],
        outcomes: [always(action(call("Start", placeInstance(scope, operation.timer)), "queued"))],
      };
    case "timer-try-cancel":
      return tryCancel(scope, operation.timer, operation.result);
    case "timer-cancel":
      return cancel(scope, operation.timer, operation.result);
    case "wait-prepare":
    case "wait-finish":
    case "wake":
      return onQueue(scope, operation.queue, (queue) =>
        scope.uses.exclusiveWaiters ? exclusively(operation, queue) : together(operation, queue),
      );
    case "wait-run":
      return runAgain(scope, operation.queue);
    case "set-task-state":
    case "wake-task":
      return plain(taskState(scope, operation));
    case "schedule": {
      // Without a queue in the model nobody can be about to sleep.
      const running = equals(apply(name("task_state"), SELF), string("running"));
      return { faults: [], enabled: scope.uses.waitQueues ? [running] : [], outcomes: [always(NO_EFFECTS)] };
    }
    case "await": {
      const { faults, enabled, outcomes } = assign(scope, operation.assignments, false);
      return {
        faults: [...faultsOf(scope, operation.condition), ...faults],
        enabled: [translate(scope, operation.condition), ...enabled],
        outcomes,
      };
    }
    case "item-queue":
      return queueItem(scope, operation);
    case "item-dequeue":
      return dequeueItem(scope, operation);
    case "rcu-call":
      return callRcu(scope, operation);
    case "flush-begin":
      return flushBegin(scope, operation);
    case "flush-wait":
      return flushWait();
    case "allocate":
      return allocate(scope, operation);
    case "free":
      return free(scope, operation);
    case "assert":
      return {
        faults: [...faultsOf(scope, operation.condition), { fault: "assertion", when: not(translate(scope, operation.condition)) }],
        enabled: [],
        outcomes: [always(NO_EFFECTS)],
      };
    case "end":
      return {
        ...plain(end(scope, location, operation.restart, runners), null),
        faults: operation.restart ? restartFaults(scope, runners) : [],
      };
    default:
      return unreachable(operation);
  }
}

/** `ranged`: the values may be outside of the ranges of the targets. */
function assign(scope: Scope, assignments: readonly Assignment[], ranged = true): StepShape {
  const storing = ({ target, value }: Assignment): readonly FaultCase[] =>
    ranged ? targetFaults(scope, target, value) : target.kind === "local" ? [] : placeFaults(scope, target.place);
  return {
    faults: assignments.flatMap((assignment) => [...faultsOf(scope, assignment.value), ...storing(assignment)]),
    enabled: [],
    outcomes: [
      always({ ...NO_EFFECTS, stores: assignments.flatMap(({ target, value }) => store(scope, target, translate(scope, value)).stores) }),
    ],
  };
}

/** A branch that leads back to itself is a wait for the other side; where both sides do, a wait without end. */
function branch(scope: Scope, condition: Expression, location: Location): StepShape {
  const when = translate(scope, condition);
  const faults = faultsOf(scope, condition);
  const [whenTrue, whenFalse] = location.next;
  if (whenTrue === location.label && whenFalse === location.label)
    return { faults, enabled: [FALSE], outcomes: [{ when: null, effects: NO_EFFECTS, next: 0 }] };
  if (whenTrue === location.label) return { faults, enabled: [not(when)], outcomes: [{ when: null, effects: NO_EFFECTS, next: 1 }] };
  if (whenFalse === location.label) return { faults, enabled: [when], outcomes: [{ when: null, effects: NO_EFFECTS, next: 0 }] };
  return {
    faults,
    enabled: [],
    outcomes: [
      { when, effects: NO_EFFECTS, next: 0 },
      { when: not(when), effects: NO_EFFECTS, next: 1 },
    ],
  };
}

function tryCancel(scope: Scope, timer: Place, result: string | null): StepShape {
  const text = placeInstance(scope, timer);
  const running = call("Running", text);
  const dequeued: Effects = {
    ...NO_EFFECTS,
    stores: [{ variable: "queued", key: null, value: ifThenElse(running, name("queued"), except(name("queued"), text, FALSE)) }],
  };
  const returned = result === null ? [] : storeLocal(scope, result, call("TryToCancel", text));
  return { faults: placeFaults(scope, timer), enabled: [], outcomes: [always({ ...dequeued, stores: [...dequeued.stores, ...returned] })] };
}

function cancel(scope: Scope, timer: Place, result: string | null): StepShape {
  const text = placeInstance(scope, timer);
  const returned = result === null ? [] : storeLocal(scope, result, ifThenElse(apply(name("queued"), text), number(1), number(0)));
  return {
    faults: placeFaults(scope, timer),
    enabled: [not(call("Running", text))],
    outcomes: [always({ ...action(call("Dequeue", text), "queued"), stores: returned })],
  };
}

type QueueOperation = Extract<Operation, { kind: "wait-prepare" | "wait-finish" | "wake" }>;

function together(operation: QueueOperation, queue: Tla): Effects {
  switch (operation.kind) {
    case "wait-prepare":
      return action(call("PrepareToWait", SELF, queue), "waiters", "task_state");
    case "wait-finish":
      return action(call("FinishWait", SELF, queue), "waiters");
    case "wake":
      return action(call("WakeAll", queue), "waiters", "task_state");
  }
}

/** Where some wait exclusively. */
function exclusively(operation: QueueOperation, queue: Tla): Effects {
  switch (operation.kind) {
    case "wait-prepare":
      return action(
        call(operation.exclusive ? "PrepareExclusively" : "PrepareWithOthers", SELF, queue),
        "waiters",
        "exclusive",
        "task_state",
      );
    case "wait-finish":
      return action(call("LeaveQueue", SELF, queue), "waiters", "exclusive");
    case "wake":
      return action(call("Wake", queue, number(operation.most)), "waiters", "exclusive", "task_state");
  }
}

function onQueue(scope: Scope, queue: Place, effects: (queue: Tla) => Effects): StepShape {
  return { faults: placeFaults(scope, queue), enabled: [], outcomes: [always(effects(placeInstance(scope, queue)))] };
}

/** Without anybody who can be about to sleep all are running anyway. */
function taskState(scope: Scope, operation: Extract<Operation, { kind: "set-task-state" | "wake-task" }>): Effects {
  if (!scope.uses.sleeps) return NO_EFFECTS;
  if (operation.kind === "wake-task") return action(call("RunAgain", string(operation.context)), "task_state");
  return action(call(operation.state === "running" ? "RunAgain" : "AboutToSleep", SELF), "task_state");
}

/** finish_wait: runs again, and takes the queue's lock only when it is still on the queue. */
function runAgain(scope: Scope, queue: Place): StepShape {
  const run = action(call("RunAgain", SELF), "task_state");
  const onIt = infix(SELF, "\\in", apply(name("waiters"), placeInstance(scope, queue)));
  return {
    faults: placeFaults(scope, queue),
    enabled: [],
    outcomes: [
      { when: onIt, effects: run, next: 0 },
      { when: not(onIt), effects: run, next: 1 },
    ],
  };
}

/** A thread takes no CPU from anybody. */
function leavesCpu(runner: Context): Effects {
  if (runner.thread) return NO_EFFECTS;
  return runner.level === "hardirq" ? action(call("HardirqReturns", SELF), "hardirq") : action(call("SoftirqReturns", SELF), "softirq");
}

/** Tasks are done; a work item is idle again; a handler is idle again and off its CPU. */
function end(scope: Scope, location: Location, restart: boolean, runners: readonly Context[]): Effects {
  const [runner] = runners;
  const over = overAtEnd(scope, location, runners);
  if (runner === undefined || runsOnce(runner))
    return { ...NO_EFFECTS, actions: [...over.actions, ...gotoEffects(string("done")).actions] };
  const idle = gotoEffects(string("idle"));
  if (runner.level === "task" && !runner.thread) return { ...NO_EFFECTS, actions: [...over.actions, ...idle.actions] };
  const returns = leavesCpu(runner);
  const again = restart ? action(call("Start", SELF), "queued").actions : [];
  return { ...NO_EFFECTS, actions: [...returns.actions, ...over.actions, ...again, ...idle.actions] };
}

/** A timer that starts again is used: its object must be there. */
function restartFaults(scope: Scope, runners: readonly Context[]): readonly FaultCase[] {
  const [runner] = runners;
  if (runner === undefined || runner.timer === null || runner.timer.object === null) return [];
  const { field, object: id } = runner.timer;
  const object: Expression = runners.length === 1 ? { kind: "value", value: { kind: "object", id } } : { kind: "argument" };
  return placeFaults(scope, { field, object, nullable: false });
}

/** What nobody waits for any more when the context has returned. */
function overAtEnd(scope: Scope, location: Location, runners: readonly Context[]): Effects {
  const [runner] = runners;
  if (runner === undefined) return NO_EFFECTS;
  const item = runner.workqueue !== null ? ["running", "stopping"] : runners.some((each) => isFlushed(scope, each)) ? ["running"] : [];
  const ways = [...item, ...(scope.uses.gracePeriods ? readingAs(scope.program, runner.level, location.state) : [])];
  return ways.length === 0 ? NO_EFFECTS : action(call("Over", SELF, strings(ways)), "awaited");
}

/** Somebody may wait for it as it was queued, or for its end. */
function isFlushed(scope: Scope, runner: Context): boolean {
  return (scope.uses.flushing && runner.timer !== null && runner.kind !== "hrtimer") || isAwaited(scope.program, runner.id);
}
