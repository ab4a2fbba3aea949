// spin_lock_init and its like: the lock is as new. Doing that to a lock one holds is what lockdep calls "held lock freed".

import type { ts } from "ts-morph";
import { emit, type Lowering } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunctions } from "../function.js";
import { functionName, lockArgument } from "./acquire.js";

export const lockInits: LanguageFunctions = [
  "spin_lock_init",
  "raw_spin_lock_init",
  "rwlock_init",
  "mutex_init",
  "rt_mutex_init",
  "init_rwsem",
].map((name) => [name, { steps: true, lower: initialise }] as const);

function initialise(lowering: Lowering, call: ts.CallExpression): Meaning {
  const lock = lockArgument(lowering, call);
  if (lock === null) return INVALID;
  const name = functionName(lowering, call);
  emit(lowering, call, (next) => ({ kind: "lock-init", lock, function: name, next }));
  return VOID;
}
