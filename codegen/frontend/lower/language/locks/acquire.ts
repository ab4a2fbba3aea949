// The three kinds of lock functions: those that wait for a lock, those that try, those that release.

import type { ts } from "ts-morph";
import type { Place } from "../../../../ir/expression.js";
import type { Acquisition, LockMode } from "../../../../ir/graph.js";
import { languageName } from "../../../load/sources.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../../lowering.js";
import { constantOf, INVALID, type Meaning, VOID, valueOf } from "../../../meaning.js";
import type { Label } from "../../graph-builder.js";
import { fetchedPlace, lowerValue } from "../../operands.js";
import type { LanguageFunction } from "../function.js";
import { flagsArgument, flagsFor, irqRestore, irqSave, preemptionOff, preemptionOn } from "../interrupts.js";
import { placeArgument } from "../places.js";
import { emitAll, type LockWay } from "./ways.js";

/** How a reader releases; whether it was recursive does not matter. */
type ReleaseMode = "exclusive" | "shared";

/** What the second argument of a locking function is. */
type Second = "subclass" | "nest" | "none";

/** A function that waits: `lock(l)`, `lock_nested(l, subclass)`, `lock_nest_lock(l, outer)`. */
export function locking(way: LockWay, mode: LockMode = "exclusive", second: Second = "subclass"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const acquisition = acquisitionOf(lowering, call, mode, second);
      if (acquisition === null) return INVALID;
      emitAll(lowering, call, way.enter);
      emit(lowering, call, (next) => ({ kind: "acquire", acquisition, next }));
      return VOID;
    },
  };
}

/** `const flags = lock_irqsave(l)`. */
export function lockingSaving(mode: LockMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const acquisition = acquisitionOf(lowering, call, mode, "subclass");
      if (acquisition === null) return INVALID;
      const flags = flagsFor(lowering, call);
      acquireIrqsave(lowering, call, acquisition, flags);
      return { kind: "flags", local: flags };
    },
  };
}

export function unlocking(way: LockWay, mode: ReleaseMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      if (lock === null) return INVALID;
      release(lowering, call, lock, functionName(lowering, call), mode);
      emitAll(lowering, call, way.leave);
      return VOID;
    },
  };
}

/** `unlock_irqrestore(l, flags)`. */
export function unlockingRestoring(mode: ReleaseMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      const flags = flagsArgument(lowering, call, 1);
      if (lock === null || flags === null) return INVALID;
      unlockIrqrestore(lowering, call, lock, flags, functionName(lowering, call), mode);
      return VOID;
    },
  };
}

/** spin_lock_irqsave of `lock`; what functions of wait queues do inside. */
export function lockIrqsave(lowering: Lowering, node: ts.Node, lock: Place, flags: string, name: string): void {
  acquireIrqsave(lowering, node, { lock, function: name, subclass: 0, mode: "exclusive", nest: null, check: true }, flags);
}

function acquireIrqsave(lowering: Lowering, node: ts.Node, acquisition: Acquisition, flags: string): void {
  emitAll(lowering, node, [irqSave(flags), preemptionOff]);
  emit(lowering, node, (next) => ({ kind: "acquire", acquisition, next }));
}

export function unlockIrqrestore(
  lowering: Lowering,
  node: ts.Node,
  lock: Place,
  flags: string,
  name: string,
  mode: ReleaseMode = "exclusive",
): void {
  release(lowering, node, lock, name, mode);
  emitAll(lowering, node, [irqRestore(flags), preemptionOn]);
}

function release(lowering: Lowering, node: ts.Node, lock: Place, name: string, mode: ReleaseMode): void {
  emit(lowering, node, (next) => ({ kind: "release", lock, mode, function: name, next }));
}

/** A trylock has two ways on; as a value it goes to a variable, and the ways join again. */
export function trying(way: LockWay, mode: LockMode = "exclusive"): LanguageFunction {
  const attempt = (lowering: Lowering, call: ts.CallExpression, result: string | null, taken: Label, failed: Label): void => {
    const { builder } = lowering;
    const acquisition = acquisitionOf(lowering, call, mode, "none");
    if (acquisition === null || builder === null) return;
    emitAll(lowering, call, way.enter);
    const undo = builder.label();
    emit(lowering, call, () => ({ kind: "try-acquire", acquisition, result, taken, failed: undo }));
    builder.place(undo);
    emitAll(lowering, call, way.leave);
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

/** What lockdep is told; the second argument is the subclass or the nest lock. */
function acquisitionOf(lowering: Lowering, call: ts.CallExpression, mode: LockMode, second: Second): Acquisition | null {
  const lock = lockArgument(lowering, call);
  const nest = second === "nest" ? lockArgument(lowering, call, 1) : null;
  const subclass = second === "subclass" ? subclassOf(lowering, call.arguments[1]) : 0;
  if (lock === null || subclass === null || (second === "nest" && nest === null)) return null;
  return { lock, function: functionName(lowering, call), subclass, mode, nest, check: true };
}

/** The lock, with the object that contains it fixed before anything is done. */
export function lockArgument(lowering: Lowering, call: ts.CallExpression, index = 0): Place | null {
  const argument = placeArgument(lowering, call, index, "lock");
  return argument === null ? null : fetchedPlace(lowering, argument.node, argument.place);
}

function subclassOf(lowering: Lowering, node: ts.Expression | undefined): number | null {
  if (node === undefined) return 0;
  const meaning = lowerValue(lowering, node);
  if (meaning === null) return null;
  const value = constantOf(meaning);
  if (value?.kind === "int" && value.value >= 0 && value.value <= 7) return value.value;
  if (value === null) reject(lowering, "not-constant", node, { what: "The subclass of a lock" });
  else reject(lowering, "wrong-subclass", node, { value: shortText(node) });
  return null;
}

/** The name that was called, as it is in the language: an import may rename it. */
export function functionName(lowering: Lowering, call: ts.CallExpression): string {
  return languageName(lowering.model.sources, call.expression) ?? call.expression.getText();
}

/** A function that asks for the state of a lock. */
export function asking(expression: (lock: Place) => Parameters<typeof valueOf>[0]): LanguageFunction {
  return {
    steps: false,
    lower: (lowering, call): Meaning => {
      const argument = placeArgument(lowering, call, 0, "lock");
      return argument === null ? INVALID : valueOf(expression(argument.place));
    },
  };
}
