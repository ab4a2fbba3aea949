// Interrupts, bottom halves, preemption, RCU sections: state of the context that is known at each location.

import type { ts } from "ts-morph";
import type { Operation } from "../../../ir/graph.js";
import { emit, type Lowering, localFor, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../meaning.js";
import type { Label } from "../graph-builder.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";

export type Make = (next: Label) => Operation;

export const irqDisable: Make = (next) => ({ kind: "irq", action: "disable", next });
export const irqEnable: Make = (next) => ({ kind: "irq", action: "enable", next });
export const preemptionOff: Make = (next) => ({ kind: "preemption", action: "disable", next });
export const preemptionOn: Make = (next) => ({ kind: "preemption", action: "enable", next });
export const bottomHalvesOff: Make = (next) => ({ kind: "bottom-halves", action: "disable", next });
export const bottomHalvesOn: Make = (next) => ({ kind: "bottom-halves", action: "enable", next });

export function irqSave(flags: string): Make {
  return (next) => ({ kind: "irq", action: "save", flags, next });
}

export function irqRestore(flags: string): Make {
  return (next) => ({ kind: "irq", action: "restore", flags, next });
}

export const interruptFunctions: LanguageFunctions = [
  ["local_irq_disable", single(irqDisable)],
  ["local_irq_enable", single(irqEnable)],
  ["local_irq_save", { steps: true, lower: lowerSave }],
  ["local_irq_restore", { steps: true, lower: lowerRestore }],
  ["local_bh_disable", single(bottomHalvesOff)],
  ["local_bh_enable", single(bottomHalvesOn)],
  ["preempt_disable", single(preemptionOff)],
  ["preempt_enable", single(preemptionOn)],
  ["rcu_read_lock", single((next) => ({ kind: "rcu", action: "lock", next }))],
  ["rcu_read_unlock", single((next) => ({ kind: "rcu", action: "unlock", next }))],
  ["might_sleep", single((next) => ({ kind: "might-sleep", next }))],
];

/** A function that is one step without arguments. */
function single(make: Make): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      emit(lowering, call, make);
      return VOID;
    },
  };
}

function lowerSave(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsFor(lowering, call);
  emit(lowering, call, irqSave(flags));
  return { kind: "flags", local: flags };
}

function lowerRestore(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsArgument(lowering, call, 0);
  if (flags === null) return INVALID;
  emit(lowering, call, irqRestore(flags));
  return VOID;
}

/** The variable that stands for the state saved by `call`. */
export function flagsFor(lowering: Lowering, call: ts.CallExpression): string {
  return lowering.flagsTarget ?? localFor(lowering, call, "flags", { kind: "flags" });
}

/** The saved state that an argument names. */
export function flagsArgument(lowering: Lowering, call: ts.CallExpression, index: number): string | null {
  const node = call.arguments[index];
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "flags") return meaning.local;
  if (meaning.kind !== "invalid") reject(lowering, "flags-not-saved", node, { what: `'${shortText(node)}'` });
  return null;
}
