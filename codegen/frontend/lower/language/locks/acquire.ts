// The three kinds of lock functions: those that wait for a lock, those that try, those that release.

import type { ts } from "ts-morph";
import type { Expression, Place } from "../../../../ir/expression.js";
import type { Acquisition, LockMode } from "../../../../ir/graph.js";
import { languageName } from "../../../load/sources.js";
import { emit, type Lowering, localFor, localValue, reject, shortText } from "../../../lowering.js";
import { constantOf, INVALID, VOID, valueOf } from "../../../meaning.js";
import type { Label } from "../../graph-builder.js";
import { fetchedPlace, lowerValue } from "../../operands.js";
import type { LanguageFunction } from "../function.js";
import { flagsArgument, flagsFor } from "../interrupts.js";
import { placeArgument } from "../places.js";
import { emitAll, type Form, spinningOrSleeping, type WayOf } from "./ways.js";

/** How a reader releases; whether it was recursive does not matter. */
export type ReleaseMode = "exclusive" | "shared";

/** What the second argument of a locking function is. */
type Second = "subclass" | "nest" | "none";

/** A function that waits: `lock(l)`, `lock_nested(l, subclass)`, `lock_nest_lock(l, outer)`. */
export function locking(way: WayOf, form: Form, mode: LockMode = "exclusive", second: Second = "subclass"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const acquisition = acquisitionOf(lowering, call, mode, second);
      if (acquisition === null) return INVALID;
      acquire(lowering, call, acquisition, way, form);
      return VOID;
    },
  };
}

/** `const flags = lock_irqsave(l)`. */
export function lockingSaving(way: WayOf, mode: LockMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const acquisition = acquisitionOf(lowering, call, mode, "subclass");
      if (acquisition === null) return INVALID;
      const flags = flagsFor(lowering, call);
      acquire(lowering, call, acquisition, way, { flags });
      return { kind: "flags", local: flags };
    },
  };
}

export function unlocking(way: WayOf, form: Form, mode: ReleaseMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      if (lock === null) return INVALID;
      release(lowering, call, lock, functionName(lowering, call), mode, way, form);
      return VOID;
    },
  };
}

/** `unlock_irqrestore(l, flags)`. */
export function unlockingRestoring(way: WayOf, mode: ReleaseMode = "exclusive"): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      const lock = lockArgument(lowering, call);
      const flags = flagsArgument(lowering, call, 1);
      if (lock === null || flags === null) return INVALID;
      release(lowering, call, lock, functionName(lowering, call), mode, way, { flags });
      return VOID;
    },
  };
}

/** spin_lock_irqsave of `lock`; what functions of wait queues do inside. */
export function lockIrqsave(lowering: Lowering, node: ts.Node, lock: Place, flags: string, name: string): void {
  acquire(lowering, node, plainAcquisition(lock, name), spinningOrSleeping, { flags });
}

export function unlockIrqrestore(lowering: Lowering, node: ts.Node, lock: Place, flags: string, name: string): void {
  release(lowering, node, lock, name, "exclusive", spinningOrSleeping, { flags });
}

export function plainAcquisition(lock: Place, name: string, mode: LockMode = "exclusive"): Acquisition {
  return { lock, function: name, subclass: 0, mode, nest: null, check: true };
}

export function acquire(lowering: Lowering, node: ts.Node, acquisition: Acquisition, way: WayOf, form: Form): void {
  const { enter, entered } = way(lowering, form);
  emitAll(lowering, node, enter);
  emit(lowering, node, (next) => ({ kind: "acquire", acquisition, next }));
  emitAll(lowering, node, entered);
}

export function release(lowering: Lowering, node: ts.Node, lock: Place, name: string, mode: ReleaseMode, way: WayOf, form: Form): void {
  const { leaving, leave } = way(lowering, form);
  emitAll(lowering, node, leaving);
  emit(lowering, node, (next) => ({ kind: "release", lock, mode, function: name, next }));
  emitAll(lowering, node, leave);
}

/** A trylock has two ways on; as a value it goes to a variable, and the ways join again. */
export function trying(way: WayOf, form: Form, mode: LockMode = "exclusive"): LanguageFunction {
  return attempting((lowering, call, result, taken, failed) => {
    const { builder } = lowering;
    const acquisition = acquisitionOf(lowering, call, mode, "none");
    if (acquisition === null || builder === null) return;
    const { enter, entered, leave } = way(lowering, form);
    const [got, undo] = [builder.label(), builder.label()];
    emitAll(lowering, call, enter);
    emit(lowering, call, () => ({ kind: "try-acquire", acquisition, result, taken: got, failed: undo }));
    builder.place(got);
    emitAll(lowering, call, entered);
    builder.jump(taken);
    builder.place(undo);
    emitAll(lowering, call, leave);
    builder.jump(failed);
  });
}

type Attempt = (lowering: Lowering, call: ts.CallExpression, result: string | null, taken: Label, failed: Label) => void;

/** A function with two ways on: true leads to `taken`. */
export function attempting(attempt: Attempt): LanguageFunction {
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
export function acquisitionOf(lowering: Lowering, call: ts.CallExpression, mode: LockMode, second: Second): Acquisition | null {
  const lock = lockArgument(lowering, call);
  const nest = second === "nest" ? lockArgument(lowering, call, 1) : null;
  const subclass = second === "subclass" ? subclassOf(lowering, call.arguments[1]) : 0;
  if (lock === null || subclass === null || (second === "nest" && nest === null)) return null;
  return { ...plainAcquisition(lock, functionName(lowering, call), mode), subclass, nest };
}

/** The lock, with the object that contains it fixed before anything is done. */
export function lockArgument(lowering: Lowering, call: ts.CallExpression, index = 0): Place | null {
  const argument = placeArgument(lowering, call, index, "lock");
  return argument === null ? null : fetchedPlace(lowering, argument.node, onThisCpu(lowering, argument.place, argument.field.type));
}

/** On PREEMPT_RT a local_lock_t is a lock on each CPU. */
export function onThisCpu(lowering: Lowering, place: Place, type: { readonly kind: string; readonly type?: unknown }): Place {
  const isLocal = type.kind === "lock" && type.type === "local_lock_t";
  return isLocal && lowering.model.choice.configuration.preemptRt ? { ...place, object: { kind: "this-cpu" }, nullable: false } : place;
}

/** A subclass known at compile time; null when it is none (reported). */
export function subclassOf(lowering: Lowering, node: ts.Expression | undefined): number | null {
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
export function asking(expression: (lock: Place) => Expression): LanguageFunction {
  return {
    steps: false,
    lower: (lowering, call) => {
      const argument = placeArgument(lowering, call, 0, "lock");
      return argument === null ? INVALID : valueOf(expression(onThisCpu(lowering, argument.place, argument.field.type)));
    },
  };
}
