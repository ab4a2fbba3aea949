// All functions on locks, one file per family.

import type { LanguageFunctions } from "../function.js";
import { lockAssertions } from "./assertions.js";
import { sleepingLocks } from "./sleeping.js";
import { spinningLocks } from "./spinning.js";

export { lockIrqsave, unlockIrqrestore } from "./acquire.js";

export const lockFunctions: LanguageFunctions = [...spinningLocks, ...sleepingLocks, ...lockAssertions];
