// Compiles the operation of one location for one context: the table from kind to function.

import type { Location } from "../../codegen/ir/located.js";
import { unreachable } from "../../codegen/ir/unreachable.js";
import type { Scope } from "../scope.js";
import { compileAssign, compileAwait, compileChoose } from "./assign.js";
import {
  compileAnnotate,
  compileAnnotateRelease,
  compileAssert,
  compileBranch,
  compileCounted,
  compileEnd,
  compileMove,
  compileRcu,
} from "./control.js";
import { compileListAdd, compileListInsert, compileListMove, compileListRemove, compileListSplice, compileListTakeFirst } from "./lists.js";
import { compileAcquire, compileDowngrade, compileLockInit, compileRelease, compileTryAcquire } from "./locks.js";
import { compileAllocate, compileFree } from "./memory.js";
import { compileDown, compileTryDown, compileUp } from "./semaphores.js";
import { compileSeqRead, compileSeqRetry, compileSeqWrite } from "./seqcounts.js";
import { type CompiledStep, Site } from "./site.js";
import { compileTimerCancel, compileTimerStart } from "./timers.js";
import {
  compileSchedule,
  compileSetTaskState,
  compileWaitFinish,
  compileWaitPrepare,
  compileWaitRun,
  compileWake,
  compileWakeTask,
} from "./waits.js";
import { compileFlushBegin, compileFlushWait, compileItemDequeue, compileItemQueue, compileRcuCall } from "./works.js";

/** The step from `location`, for the context of `scope`. */
export function compileStep(scope: Scope, location: Location): CompiledStep {
  const site = new Site(scope, location);
  const { operation } = location.node;
  switch (operation.kind) {
    case "assign":
      return compileAssign(site, operation);
    case "branch":
      return compileBranch(site, operation, location);
    case "choose":
      return compileChoose(site, operation);
    case "acquire":
      return compileAcquire(site, operation);
    case "try-acquire":
      return compileTryAcquire(site, operation);
    case "release":
      return compileRelease(site, operation);
    case "downgrade":
      return compileDowngrade(site, operation);
    case "annotate":
      return compileAnnotate(site, operation);
    case "annotate-release":
      return compileAnnotateRelease(site, operation.lock, location.state);
    case "lock-init":
      return compileLockInit(site, operation);
    case "down":
      return compileDown(site, operation);
    case "try-down":
      return compileTryDown(site, operation);
    case "up":
      return compileUp(site, operation);
    case "seq-read":
      return compileSeqRead(site, operation);
    case "seq-retry":
      return compileSeqRetry(site, operation);
    case "seq-write":
      return compileSeqWrite(site, operation);
    case "unless":
      throw new Error("decided at each location");
    case "bottom-halves":
      return compileCounted(site, operation.action, location.state.bottomHalves);
    case "preemption":
      return compileCounted(site, operation.action, location.state.preemption);
    case "nofs":
    case "irq":
    case "might-sleep":
    case "rcu-use":
      return compileMove(site);
    case "rcu":
      return compileRcu(site, operation, location.state);
    case "list-add":
      return compileListAdd(site, operation);
    case "list-insert":
      return compileListInsert(site, operation);
    case "list-remove":
      return compileListRemove(site, operation);
    case "list-move":
      return compileListMove(site, operation);
    case "list-splice":
      return compileListSplice(site, operation);
    case "list-take-first":
      return compileListTakeFirst(site, operation);
    case "timer-start":
      return compileTimerStart(site, operation);
    case "timer-try-cancel":
    case "timer-cancel":
      return compileTimerCancel(site, operation);
    case "wait-prepare":
      return compileWaitPrepare(site, operation);
    case "schedule":
      return compileSchedule(site);
    case "set-task-state":
      return compileSetTaskState(site, operation.state);
    case "wake-task":
      return compileWakeTask(site, operation.context);
    case "wait-run":
      return compileWaitRun(site, operation);
    case "wait-finish":
      return compileWaitFinish(site, operation);
    case "wake":
      return compileWake(site, operation);
    case "await":
      return compileAwait(site, operation);
    case "item-queue":
      return compileItemQueue(site, operation);
    case "item-dequeue":
      return compileItemDequeue(site, operation);
    case "rcu-call":
      return compileRcuCall(site, operation);
    case "flush-begin":
      return compileFlushBegin(site, operation);
    case "flush-wait":
      return compileFlushWait(site);
    case "allocate":
      return compileAllocate(site, operation);
    case "free":
      return compileFree(site, operation);
    case "assert":
      return compileAssert(site, operation);
    case "end":
      return compileEnd(site, operation);
    default:
      return unreachable(operation);
  }
}
