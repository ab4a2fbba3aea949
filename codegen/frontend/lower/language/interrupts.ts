// Interrupts, bottom halves, preemption, RCU sections: state of the context that is known at each location.

import type { ts } from "ts-morph";
import type { Place } from "../../../ir/expression.js";
import type { Operation, Unless } from "../../../ir/graph.js";
import { type RcuFlavour, SOFTIRQ_LOCK } from "../../../ir/program.js";
import { implicitLock } from "../../elaborate/implicit.js";
import { emit, type Lowering, localFor, reject, shortText } from "../../lowering.js";
import { INVALID, type Meaning, VOID } from "../../meaning.js";
import type { Label } from "../graph-builder.js";
import type { LanguageFunction, LanguageFunctions } from "./function.js";

export type Make = (next: Label) => Operation;

export const irqDisable: Make = (next) => ({ kind: "irq", action: "disable", next });
export const irqEnable: Make = (next) => ({ kind: "irq", action: "enable", next });
export const preemptionOff: Make = (next) => ({ kind: "preemption", action: "disable", next });
export const preemptionOn: Make = (next) => ({ kind: "preemption", action: "enable", next });

export function irqSave(flags: string): Make {
  return (next) => ({ kind: "irq", action: "save", flags, next });
}

export function irqRestore(flags: string): Make {
  return (next) => ({ kind: "irq", action: "restore", flags, next });
}

export function rcuLock(flavour: RcuFlavour): Make {
  return (next) => ({ kind: "rcu", action: "lock", flavour, next });
}

export function rcuUnlock(flavour: RcuFlavour): Make {
  return (next) => ({ kind: "rcu", action: "unlock", flavour, next });
}

/** kernel/softirq.c, __local_bh_disable_ip and __local_bh_enable_ip: what they assert of the context. */
const countOff: Make = (next) => ({ kind: "bottom-halves", action: "disable", asserts: ["WARN_ON(in_hardirq())"], next });
const countOn: Make = (next) => ({
  kind: "bottom-halves",
  action: "enable",
  asserts: ["WARN_ON(in_hardirq())", "lockdep_assert_irqs_enabled"],
  next,
});
/** Where the kernel itself runs softirqs: nothing is asserted. */
export const countOffUnasked: Make = (next) => ({ kind: "bottom-halves", action: "disable", next });
export const countOnUnasked: Make = (next) => ({ kind: "bottom-halves", action: "enable", next });

/** On PREEMPT_RT the outermost local_bh_disable takes a lock of the CPU, inside of which is an RCU section (kernel/softirq.c). */
export function bottomHalvesOff(lowering: Lowering, count: Make = countOff): readonly Make[] {
  if (!lowering.model.choice.configuration.preemptRt) return [count];
  const acquisition = {
    lock: softirqLock(lowering),
    function: "__local_bh_disable_ip",
    subclass: 0,
    mode: "exclusive",
    nest: null,
    check: true,
  } as const;
  const unless: Unless = "softirq-lock-not-needed";
  return [
    (next) => ({ kind: "unless", unless, operation: { kind: "acquire", acquisition, next } }),
    (next) => ({ kind: "unless", unless, operation: { kind: "rcu", action: "lock", flavour: "rcu", next } }),
    count,
  ];
}

export function bottomHalvesOn(lowering: Lowering, count: Make = countOn): readonly Make[] {
  if (!lowering.model.choice.configuration.preemptRt) return [count];
  const lock = softirqLock(lowering);
  const unless: Unless = "softirq-lock-kept";
  return [
    count,
    (next) => ({ kind: "unless", unless, operation: { kind: "rcu", action: "unlock", flavour: "rcu", next } }),
    (next) => ({ kind: "unless", unless, operation: { kind: "release", lock, mode: "exclusive", function: "__local_bh_enable_ip", next } }),
  ];
}

function softirqLock(lowering: Lowering): Place {
  implicitLock(lowering, SOFTIRQ_LOCK, "local_lock_t", "(softirq_ctrl.lock)");
  return { field: SOFTIRQ_LOCK, object: { kind: "this-cpu" }, nullable: false };
}

export const interruptFunctions: LanguageFunctions = [
  ["local_irq_disable", sequence(() => [irqDisable])],
  ["local_irq_enable", sequence(() => [irqEnable])],
  ["local_irq_save", { steps: true, lower: lowerSave }],
  ["local_irq_restore", { steps: true, lower: lowerRestore }],
  ["local_bh_disable", sequence(bottomHalvesOff)],
  ["local_bh_enable", sequence(bottomHalvesOn)],
  ["preempt_disable", sequence(() => [preemptionOff])],
  ["preempt_enable", sequence(() => [preemptionOn])],
  ["rcu_read_lock", sequence(() => [rcuLock("rcu")])],
  ["rcu_read_unlock", sequence(() => [rcuUnlock("rcu")])],
  ["rcu_read_lock_bh", sequence((lowering) => [...bottomHalvesOff(lowering), rcuLock("rcu_bh")])],
  ["rcu_read_unlock_bh", sequence((lowering) => [rcuUnlock("rcu_bh"), ...bottomHalvesOn(lowering)])],
  ["rcu_read_lock_sched", sequence(() => [preemptionOff, rcuLock("rcu_sched")])],
  ["rcu_read_unlock_sched", sequence(() => [rcuUnlock("rcu_sched"), preemptionOn])],
  ["get_cpu", sequence(() => [preemptionOff])],
  ["put_cpu", sequence(() => [preemptionOn])],
  // Contexts do not go from CPU to CPU anyway.
  ["migrate_disable", sequence(() => [])],
  ["migrate_enable", sequence(() => [])],
  ...["might_sleep", "cond_resched"].map((name) => [name, sequence(() => [(next) => ({ kind: "might-sleep", next })])] as const),
];

/** A function without arguments that is a few steps. */
function sequence(steps: (lowering: Lowering) => readonly Make[]): LanguageFunction {
  return {
    steps: true,
    lower: (lowering, call) => {
      for (const step of steps(lowering)) emit(lowering, call, step);
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
