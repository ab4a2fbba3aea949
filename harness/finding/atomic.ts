// What the finding sleep-in-atomic says: what makes the context atomic, and since where.

import type { Node } from "../../codegen/ir/graph.js";
import type { Location, Typestate } from "../../codegen/ir/located.js";
import type { ClassType, Context, Program } from "../../codegen/ir/program.js";
import type { BuiltTrace } from "../trace/build-trace.js";
import { type Acquired, heldName } from "../trace/held.js";
import { type Passed, passedNodes } from "../trace/passed-nodes.js";
import { lastFlip, leftOff } from "./switched-off.js";
import { inWords, sameSpan, since } from "./words.js";

/** `f may sleep in atomic context: it holds s (taken at x.ts:3:5) and interrupts are off (disabled at x.ts:4:5).` */
export function atomicMessage(built: BuiltTrace, context: Context, here: Location): string {
  const { program } = built.last.program;
  const typeOf = ({ held }: Acquired): ClassType | undefined => program.lockClasses.find(({ id }) => id === held.lockClass)?.type;
  const held = built.held.get(context.id) ?? [];
  const spinning = held.filter((entry) => isSpinning(program, typeOf(entry)));
  const sections = held.filter((entry) => SECTIONS.has(typeOf(entry)));
  const isRtLock = sleepsOnRtOnly(program, here);
  const reasons = [
    ...(context.level === "task" ? [] : [context.level === "hardirq" ? "it runs in a hard interrupt" : "it runs in a softirq"]),
    ...spinning.map((entry) => `it holds ${heldName(built.last, entry)}${since("taken", entry.at)}`),
    ...switchTexts(passedNodes(built, context), context, here.state, spinning, isRtLock),
    ...(isRtLock ? [] : sections.map((entry) => `it is inside of ${heldName(built.last, entry)}${since("entered", entry.at)}`)),
  ];
  return `${context.id} may sleep in atomic context${reasons.length === 0 ? "" : `: ${inWords(reasons)}`}.`;
}

const SECTIONS: ReadonlySet<ClassType | undefined> = new Set<ClassType>(["rcu", "rcu_bh", "rcu_sched"]);

/** Locks that disable preemption; spinlock_t and its like sleep on PREEMPT_RT. */
function isSpinning({ configuration }: Program, type: ClassType | undefined): boolean {
  if (type === "raw_spinlock_t" || type === "bit_spinlock") return true;
  return RT_SLEEPERS.has(type) && !configuration.preemptRt;
}

const RT_SLEEPERS: ReadonlySet<ClassType | undefined> = new Set<ClassType>(["spinlock_t", "rwlock_t", "local_lock_t"]);

/** A lock that sleeps on PREEMPT_RT only is allowed inside of RCU sections and with bottom halves disabled. */
function sleepsOnRtOnly({ fields, configuration }: Program, { node: { operation } }: Location): boolean {
  if (operation.kind !== "acquire" || !configuration.preemptRt) return false;
  const type = fields.find(({ id }) => id === operation.acquisition.lock.field)?.type;
  return type?.kind === "lock" && RT_SLEEPERS.has(type.type);
}

/** Interrupts, bottom halves and preemption, unless a lock that is named switched them off. */
function switchTexts(
  passed: readonly Passed[],
  context: Context,
  { irqs, bottomHalves, preemption }: Typestate,
  named: readonly Acquired[],
  isRtLock: boolean,
): readonly string[] {
  const began = context.level !== "hardirq";
  const byNamed = ({ span }: Node): boolean => named.some(({ at }) => sameSpan(at, span));
  const byLock = ({ span }: Node): boolean =>
    passed.some(({ node: { operation, span: other } }) => TAKING.has(operation.kind) && sameSpan(other, span));
  const text = (what: string, nodes: readonly Node[]): readonly string[] => {
    const last = nodes.at(-1);
    return last !== undefined && byNamed(last) ? [] : [`${what}${since("disabled", last?.span ?? null)}`];
  };
  return [
    ...(irqs || !began ? [] : text("interrupts are off", lastFlip(passed, began, false))),
    ...(bottomHalves > 0 && !isRtLock ? text("bottom halves are disabled", leftOff(passed, "bottom-halves")) : []),
    ...(preemption > named.length
      ? [`preemption is disabled${since("disabled", leftOff(passed, "preemption").findLast((one) => !byLock(one))?.span ?? null)}`]
      : []),
  ];
}

const TAKING: ReadonlySet<string> = new Set(["acquire", "try-acquire", "seq-write"]);
