// local_lock_t: a name for what disabling preemption, bottom halves or interrupts protects. On PREEMPT_RT a real lock on each CPU.
//   local_lock_irq               →   irq disable · preemption off · annotation
//   local_lock_irq, PREEMPT_RT   →   acquire (of this CPU's lock) · rcu_read_lock

import type { ts } from "ts-morph";
import { emit, type Lowering } from "../../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../../meaning.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { flagsArgument, flagsFor } from "../interrupts.js";
import { acquire, acquisitionOf, functionName, lockArgument, release } from "./acquire.js";
import { emitAll, type Form, spinning, spinningOrSleeping } from "./ways.js";

export const localLocks: LanguageFunctions = [
  ["local_lock", locking("")],
  ["local_lock_irq", locking("irq")],
  ["local_lock_irqsave", { steps: true, lower: lockSaving }],
  ["local_unlock", unlocking("")],
  ["local_unlock_irq", unlocking("irq")],
  ["local_unlock_irqrestore", { steps: true, lower: unlockRestoring }],
];

function locking(form: Form): LanguageFunction {
  return { steps: true, lower: (lowering, call) => lockLocal(lowering, call, form) };
}

function unlocking(form: Form): LanguageFunction {
  return { steps: true, lower: (lowering, call) => unlockLocal(lowering, call, form) };
}

function lockSaving(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsFor(lowering, call);
  const done = lockLocal(lowering, call, { flags });
  return done.kind === "void" ? { kind: "flags", local: flags } : done;
}

function unlockRestoring(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsArgument(lowering, call, 1);
  return flags === null ? INVALID : unlockLocal(lowering, call, { flags });
}

function lockLocal(lowering: Lowering, call: ts.CallExpression, form: Form): Meaning {
  const acquisition = acquisitionOf(lowering, call, "exclusive", "none");
  if (acquisition === null) return INVALID;
  if (lowering.model.choice.configuration.preemptRt) acquire(lowering, call, acquisition, spinningOrSleeping, form);
  else {
    emitAll(lowering, call, spinning(lowering, form).enter);
    emit(lowering, call, (next) => ({ kind: "annotate", action: "acquire", acquisition, next }));
  }
  return VOID;
}

function unlockLocal(lowering: Lowering, call: ts.CallExpression, form: Form): Meaning {
  const lock = lockArgument(lowering, call);
  if (lock === null) return INVALID;
  const name = functionName(lowering, call);
  if (lowering.model.choice.configuration.preemptRt) release(lowering, call, lock, name, "exclusive", spinningOrSleeping, form);
  else {
    emit(lowering, call, (next) => ({ kind: "annotate-release", lock, function: name, next }));
    emitAll(lowering, call, spinning(lowering, form).leave);
  }
  return VOID;
}
