// All functions on locks, one file per family.

import type { LanguageFunctions } from "../function.js";
import { annotations } from "./annotations.js";
import { lockAssertions } from "./assertions.js";
import { classFunctions } from "./classes.js";
import { lockInits } from "./init.js";
import { localLocks } from "./local-locks.js";
import { reclaim } from "./reclaim.js";
import { semaphores } from "./semaphores.js";
import { seqlocks } from "./seqlocks.js";
import { sleepingLocks } from "./sleeping.js";
import { spinningLocks } from "./spinning.js";

export { lockIrqsave, unlockIrqrestore } from "./acquire.js";

export const lockFunctions: LanguageFunctions = [
  ...spinningLocks,
  ...localLocks,
  ...sleepingLocks,
  ...semaphores,
  ...seqlocks,
  ...annotations,
  ...reclaim,
  ...lockInits,
  ...classFunctions,
  ...lockAssertions,
];
