// All functions of the language that can be called in the code of a model, by name.

import { atomicFunctions } from "./atomics.js";
import { completionFunctions } from "./completions.js";
import { dataFunctions } from "./data.js";
import { deferredFunctions } from "./deferred.js";
import { delayedWorkFunctions } from "./delayed-works.js";
import { disablingFunctions } from "./disabling.js";
import type { LanguageFunction } from "./function.js";
import { gracePeriodFunctions } from "./grace-periods.js";
import { interruptFunctions } from "./interrupts.js";
import { kthreadWorkFunctions } from "./kthread-works.js";
import { kthreadFunctions } from "./kthreads.js";
import { listFunctions } from "./lists.js";
import { lockFunctions } from "./locks/index.js";
import { memoryFunctions } from "./memory.js";
import { perCpuFunctions } from "./per-cpu.js";
import { refcountFunctions } from "./refcounts.js";
import { taskWorkFunctions } from "./task-works.js";
import { timerFunctions } from "./timers.js";
import { waitEventFunctions } from "./wait-events.js";
import { waitFunctions } from "./waiting.js";
import { workFunctions } from "./works.js";

export const languageFunctions: ReadonlyMap<string, LanguageFunction> = new Map<string, LanguageFunction>([
  ...lockFunctions,
  ...interruptFunctions,
  ...listFunctions,
  ...timerFunctions,
  ...waitFunctions,
  ...waitEventFunctions,
  ...kthreadFunctions,
  ...kthreadWorkFunctions,
  ...taskWorkFunctions,
  ...disablingFunctions,
  ...atomicFunctions,
  ...completionFunctions,
  ...workFunctions,
  ...delayedWorkFunctions,
  ...deferredFunctions,
  ...gracePeriodFunctions,
  ...memoryFunctions,
  ...perCpuFunctions,
  ...refcountFunctions,
  ...dataFunctions,
]);
