// What the finding rcu-usage says: which section the function asks for, and what the context has instead that does not count.

import type { Location, Typestate } from "../../codegen/ir/located.js";
import type { Context, RcuFlavour } from "../../codegen/ir/program.js";
import { inWords } from "./words.js";

/** `reader calls rcu_dereference outside of rcu_read_lock; rcu_read_lock_bh does not count for it.` */
export function rcuUsageMessage(context: Context, { node: { operation }, state }: Location): string {
  if (operation.kind !== "rcu-use") return `${context.id} reads what RCU protects, outside of a read section.`;
  const { flavour, function: name } = operation;
  const conditional = name === "rcu_dereference_check" ? ", and its condition does not hold" : "";
  const uncounted = flavour === null ? null : insteadOf(context, state);
  return `${context.id} calls ${name} ${placeOf(flavour, state)}${conditional}${uncounted === null ? "" : `; ${uncounted} not count for it`}.`;
}

function placeOf(flavour: RcuFlavour | null, { bottomHalves }: Typestate): string {
  switch (flavour) {
    case null:
      return "where its condition does not hold";
    case "rcu":
      return "outside of rcu_read_lock";
    case "rcu_bh":
      return "with bottom halves and interrupts enabled";
    case "rcu_sched":
      // With bottom halves disabled this is PREEMPT_RT, where they can be preempted.
      return bottomHalves > 0 ? "where it can be preempted" : "with preemption, bottom halves and interrupts enabled";
  }
}

const SECTIONS: readonly (readonly [flavour: string, name: string])[] = [
  ["rcu", "rcu_read_lock"],
  ["rcu_bh", "rcu_read_lock_bh"],
  ["rcu_sched", "rcu_read_lock_sched"],
];

/** With its verb. The section that was asked for is not held, or nothing would be wrong. */
function insteadOf(context: Context, { held, irqs, bottomHalves, preemption }: Typestate): string | null {
  const sections = SECTIONS.filter(([flavour]) => held.some(({ lockClass }) => lockClass === flavour)).map(([, name]) => name);
  if (sections.length > 0) return `${inWords(sections)} ${sections.length === 1 ? "does" : "do"}`;
  if (context.level !== "task") return "being in an interrupt does";
  if (!irqs) return "disabled interrupts do";
  if (bottomHalves > 0) return "disabled bottom halves do";
  return preemption > 0 ? "disabled preemption does" : null;
}

/** Of a task that has not taken a step yet. */
export function asksInVain({ node: { operation }, state: { irqs, bottomHalves, preemption } }: Location): boolean {
  if (operation.kind !== "rcu-use") return false;
  if (operation.flavour === null || operation.flavour === "rcu") return true;
  return irqs && bottomHalves === 0 && (operation.flavour === "rcu_bh" || preemption === 0);
}
