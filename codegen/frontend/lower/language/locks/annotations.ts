// What only lockdep sees: maps, might_lock, lock_sync, SRCU read sections, and local locks on kernels where they only disable something.

import type { ts } from "ts-morph";
import type { LockMode } from "../../../../ir/graph.js";
import { emit, type Lowering } from "../../../lowering.js";
import { INVALID, integer, type Meaning, text, VOID } from "../../../meaning.js";
import { lockName } from "../../../program/lock-classes.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { placeArgument } from "../places.js";
import { acquisitionOf, functionName, lockArgument } from "./acquire.js";

export const annotations: LanguageFunctions = [
  ["lock_map_acquire", annotating("acquire", "exclusive")],
  ["lock_map_acquire_read", annotating("acquire", "shared-recursive")],
  ["lock_map_acquire_try", annotating("try", "exclusive")],
  ["lock_map_release", { steps: true, lower: (lowering, call) => annotateRelease(lowering, call) }],
  ["lock_map_sync", annotating("sync", "exclusive")],
  ["mutex_acquire", annotating("acquire", "exclusive")],
  ["mutex_acquire_nest", annotating("acquire", "exclusive", "nest")],
  ["mutex_acquire_try", annotating("try", "exclusive")],
  ["mutex_release", { steps: true, lower: (lowering, call) => annotateRelease(lowering, call) }],
  ["lockdep_name", { steps: false, lower: nameOf }],
  ["might_lock", touching("exclusive")],
  ["might_lock_read", touching("shared")],
  ["might_lock_nested", touching("shared")],
  ["srcu_read_lock", { steps: true, lower: srcuLock }],
  ["srcu_read_unlock", { steps: true, lower: (lowering, call) => annotateRelease(lowering, call) }],
];

type Action = "acquire" | "try" | "sync";

function annotating(action: Action, mode: LockMode, second: "none" | "nest" = "none"): LanguageFunction {
  return { steps: true, lower: (lowering, call) => annotate(lowering, call, action, mode, second) };
}

export function annotate(
  lowering: Lowering,
  call: ts.CallExpression,
  action: Action,
  mode: LockMode,
  second: "none" | "nest" = "none",
): Meaning {
  const acquisition = acquisitionOf(lowering, call, mode, second);
  if (acquisition === null) return INVALID;
  emit(lowering, call, (next) => ({ kind: "annotate", action, acquisition, next }));
  return VOID;
}

export function annotateRelease(lowering: Lowering, call: ts.CallExpression): Meaning {
  const lock = lockArgument(lowering, call);
  if (lock === null) return INVALID;
  const name = functionName(lowering, call);
  emit(lowering, call, (next) => ({ kind: "annotate-release", lock, function: name, next }));
  return VOID;
}

/** might_lock: an acquisition and a release, as lockdep sees it; nothing happens to the lock. */
function touching(mode: LockMode): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const acquisition = acquisitionOf(lowering, call, mode, "subclass");
      if (acquisition === null) return INVALID;
      const { lock, function: name } = acquisition;
      emit(lowering, call, (next) => ({ kind: "annotate", action: "acquire", acquisition, next }));
      emit(lowering, call, (next) => ({ kind: "annotate-release", lock, function: name, next }));
      return VOID;
    },
  };
}

/** The index says which of two counters srcu_read_unlock has to count down: it has no meaning here. */
function srcuLock(lowering: Lowering, call: ts.CallExpression): Meaning {
  const done = annotate(lowering, call, "acquire", "shared-recursive");
  return done.kind === "void" ? integer(0) : done;
}

function nameOf(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  return argument === null ? INVALID : text(lockName(lowering.model, argument.field));
}
