// Lock functions as the sequences of steps of docs/semantics.md, section 5. The names are made from their parts:
//   spin_lock_irqsave   →   irq save · preemption off · acquire

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import { languageName } from "../../load/sources.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../lowering.js";
import { constantOf, INVALID, type Meaning, VOID, valueOf } from "../../meaning.js";
import type { Label } from "../graph-builder.js";
import { fetchedPlace, lowerValue } from "../operands.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";
import {
  bottomHalvesOff,
  bottomHalvesOn,
  flagsArgument,
  flagsFor,
  irqDisable,
  irqEnable,
  irqRestore,
  irqSave,
  preemptionOff,
  preemptionOn,
} from "./interrupts.js";
import { placeArgument } from "./places.js";

const spinning: LanguageFunctions = ["spin", "raw_spin"].flatMap((flavour) => [
  [`${flavour}_lock`, locking([preemptionOff])],
  [`${flavour}_lock_nested`, locking([preemptionOff])],
  [`${flavour}_lock_irq`, locking([irqDisable, preemptionOff])],
  [`${flavour}_lock_bh`, locking([bottomHalvesOff, preemptionOff])],
  [`${flavour}_lock_irqsave`, { steps: true, lower: lockSaving }],
  [`${flavour}_unlock`, unlocking([preemptionOn])],
  [`${flavour}_unlock_irq`, unlocking([irqEnable, preemptionOn])],
  [`${flavour}_unlock_bh`, unlocking([preemptionOn, bottomHalvesOn])],
  [`${flavour}_unlock_irqrestore`, { steps: true, lower: unlockRestoring }],
  [`${flavour}_trylock`, trying([preemptionOff], [preemptionOn])],
  [`${flavour}_trylock_irq`, trying([irqDisable, preemptionOff], [irqEnable, preemptionOn])],
]);

export const lockFunctions: LanguageFunctions = [
  ...spinning,
  ["mutex_lock", locking([])],
  ["mutex_lock_nested", locking([])],
  ["mutex_unlock", unlocking([])],
  ["mutex_trylock", trying([], [])],
  ["spin_is_locked", { steps: false, lower: isLocked }],
  ["mutex_is_locked", { steps: false, lower: isLocked }],
  ["lockdep_assert_held", { steps: true, lower: assertHeld }],
];

type Steps = readonly Parameters<typeof emit>[2][];

function emitAll(lowering: Lowering, call: ts.CallExpression, steps: Steps): void {
  for (const step of steps) emit(lowering, call, step);
}

function locking(before: Steps): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      const subclass = subclassOf(lowering, call);
      if (lock === null || subclass === null) return INVALID;
      emitAll(lowering, call, before);
      acquire(lowering, call, lock, functionName(lowering, call), subclass);
      return VOID;
    },
  };
}

function lockSaving(lowering: Lowering, call: ts.CallExpression): Meaning {
  const lock = lockArgument(lowering, call);
  if (lock === null) return INVALID;
  const flags = flagsFor(lowering, call);
  lockIrqsave(lowering, call, lock, flags, functionName(lowering, call));
  return { kind: "flags", local: flags };
}

function unlocking(after: Steps): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      if (lock === null) return INVALID;
      release(lowering, call, lock, functionName(lowering, call));
      emitAll(lowering, call, after);
      return VOID;
    },
  };
}

function unlockRestoring(lowering: Lowering, call: ts.CallExpression): Meaning {
  const lock = lockArgument(lowering, call);
  const flags = flagsArgument(lowering, call, 1);
  if (lock === null || flags === null) return INVALID;
  unlockIrqrestore(lowering, call, lock, flags, functionName(lowering, call));
  return VOID;
}

/** spin_lock_irqsave of `lock`; also what functions of wait queues do inside. */
export function lockIrqsave(lowering: Lowering, node: ts.Node, lock: Place, flags: string, name: string): void {
  emit(lowering, node, irqSave(flags));
  emit(lowering, node, preemptionOff);
  acquire(lowering, node, lock, name, 0);
}

export function unlockIrqrestore(lowering: Lowering, node: ts.Node, lock: Place, flags: string, name: string): void {
  release(lowering, node, lock, name);
  emit(lowering, node, irqRestore(flags));
  emit(lowering, node, preemptionOn);
}

function acquire(lowering: Lowering, node: ts.Node, lock: Place, name: string, subclass: number): void {
  emit(lowering, node, (next) => ({ kind: "acquire", acquisition: { lock, function: name, subclass }, next }));
}

function release(lowering: Lowering, node: ts.Node, lock: Place, name: string): void {
  emit(lowering, node, (next) => ({ kind: "release", lock, function: name, next }));
}

/** A trylock has two ways on; as a value it goes to a variable, and the ways join again. */
function trying(before: Steps, whenFailed: Steps): LanguageFunction {
  const attempt = (lowering: Lowering, call: ts.CallExpression, result: string | null, taken: Label, failed: Label): void => {
    const { builder } = lowering;
    const lock = lockArgument(lowering, call);
    if (lock === null || builder === null) return;
    emitAll(lowering, call, before);
    const undo = builder.label();
    const acquisition = { lock, function: functionName(lowering, call), subclass: 0 };
    emit(lowering, call, () => ({ kind: "try-acquire", acquisition, result, taken, failed: undo }));
    builder.place(undo);
    emitAll(lowering, call, whenFailed);
    builder.jump(failed);
  };
  return {
    steps: true,
    lower: (lowering, call) => {
      const { builder } = lowering;
      if (builder === null) return INVALID;
      const result = lowering.valueUnused ? null : localFor(lowering, call, "result");
      const end = builder.label();
      attempt(lowering, call, result, end, end);
      builder.place(end);
      return result === null ? VOID : valueOf(localValue(result));
    },
    condition: (lowering, call, whenTrue, whenFalse) => attempt(lowering, call, null, whenTrue, whenFalse),
  };
}

/** The lock, with the object that contains it fixed before anything is done. */
function lockArgument(lowering: Lowering, call: ts.CallExpression): Place | null {
  const argument = placeArgument(lowering, call, 0, "lock");
  return argument === null ? null : fetchedPlace(lowering, argument.node, argument.place);
}

function subclassOf(lowering: Lowering, call: ts.CallExpression): number | null {
  const node = call.arguments[1];
  if (node === undefined) return 0;
  const meaning = lowerValue(lowering, node);
  if (meaning === null) return null;
  const value = constantOf(meaning);
  if (value?.kind === "int" && value.value >= 0 && value.value <= 7) return value.value;
  if (value === null) reject(lowering, "not-constant", node, { what: "The subclass of a lock" });
  else reject(lowering, "wrong-subclass", node, { value: shortText(node) });
  return null;
}

function isLocked(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  return argument === null ? INVALID : valueOf({ kind: "lock-taken", lock: argument.place });
}

function assertHeld(lowering: Lowering, call: ts.CallExpression): Meaning {
  const argument = placeArgument(lowering, call, 0, "lock");
  if (argument === null) return INVALID;
  const message = `lockdep_assert_held(${shortText(argument.node)})`;
  emit(lowering, call, (next) => ({ kind: "assert", condition: { kind: "lock-mine", lock: argument.place }, message, next }));
  return VOID;
}

/** The name that was called, as it is in the language: an import may rename it. */
function functionName(lowering: Lowering, call: ts.CallExpression): string {
  return languageName(lowering.model.sources, call.expression) ?? call.expression.getText();
}
