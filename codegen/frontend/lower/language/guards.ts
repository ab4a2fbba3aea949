// Scoped guards: `using _ = guard(spinlock_irq)(lock);` takes the lock here and releases it wherever the block is left.
//   { using _ = guard(mutex)(m); a(); if (b) return; c(); }   →   acquire · a · if b { release · return } · c · release

import { ts } from "../../../typescript.cjs";
import { languageName } from "../../load/sources.js";
import { type Lowering, localFor, type OpenGuard, reject, shortText } from "../../lowering.js";
import { inParentheses } from "../../syntax.js";
import { keptPlace } from "../operands.js";
import {
  bottomHalvesOff,
  bottomHalvesOn,
  irqDisable,
  irqEnable,
  irqRestore,
  irqSave,
  type Make,
  preemptionOff,
  preemptionOn,
  rcuLock,
  rcuUnlock,
} from "./interrupts.js";
import { acquire, lockArgument, plainAcquisition, type ReleaseMode, release } from "./locks/acquire.js";
import { emitAll, type Form, sleeping, spinning, spinningOrSleeping, type WayOf } from "./locks/ways.js";

/** Takes what the guard is for; gives what undoes it, null when it cannot be taken (reported). */
type Guard = (lowering: Lowering, call: ts.CallExpression) => OpenGuard["leave"] | null;

/** What stands in `guard(…)`. */
export const guardClasses: ReadonlyMap<string, Guard> = new Map<string, Guard>([
  ...locks("spinlock", spinningOrSleeping, "exclusive"),
  ...locks("raw_spinlock", spinning, "exclusive"),
  ...locks("read_lock", spinningOrSleeping, "shared"),
  ...locks("write_lock", spinningOrSleeping, "exclusive"),
  ["mutex", lockGuard(sleeping, "", "exclusive")],
  ["rt_mutex", lockGuard(sleeping, "", "exclusive")],
  ["rwsem_read", lockGuard(sleeping, "", "shared")],
  ["rwsem_write", lockGuard(sleeping, "", "exclusive")],
  ["rcu", sectionGuard(() => ({ enter: [rcuLock("rcu")], leave: [rcuUnlock("rcu")] }))],
  ["preempt", sectionGuard(() => ({ enter: [preemptionOff], leave: [preemptionOn] }))],
  ["irq", sectionGuard(() => ({ enter: [irqDisable], leave: [irqEnable] }))],
  ["bottom_half", sectionGuard((lowering) => ({ enter: bottomHalvesOff(lowering), leave: bottomHalvesOn(lowering) }))],
  [
    "irqsave",
    sectionGuard((lowering, call) => {
      const flags = flagsOf(lowering, call);
      return { enter: [irqSave(flags)], leave: [irqRestore(flags)] };
    }),
  ],
]);

function locks(name: string, way: WayOf, mode: ReleaseMode): readonly (readonly [string, Guard])[] {
  return [
    [name, lockGuard(way, "", mode)],
    [`${name}_irq`, lockGuard(way, "irq", mode)],
    [`${name}_bh`, lockGuard(way, "bh", mode)],
    [`${name}_irqsave`, (lowering, call) => lockGuard(way, { flags: flagsOf(lowering, call) }, mode)(lowering, call)],
  ];
}

function flagsOf(lowering: Lowering, call: ts.CallExpression): string {
  return localFor(lowering, call, "flags", { kind: "flags" });
}

function lockGuard(way: WayOf, form: Form, mode: ReleaseMode): Guard {
  return (lowering, call) => {
    const named = lockArgument(lowering, call);
    if (named === null) return null;
    const lock = keptPlace(lowering, call, named);
    const name = call.expression.getText();
    acquire(lowering, call, plainAcquisition(lock, name, mode), way, form);
    return (leaving) => release(leaving, call, lock, name, mode, way, form);
  };
}

interface Section {
  readonly enter: readonly Make[];
  readonly leave: readonly Make[];
}

function sectionGuard(section: (lowering: Lowering, call: ts.CallExpression) => Section): Guard {
  return (lowering, call) => {
    const { enter, leave } = section(lowering, call);
    emitAll(lowering, call, enter);
    return (leaving) => emitAll(leaving, call, leave);
  };
}

/** The guard of a `using` declaration, opened; null when there is none (reported). */
export function openGuard(lowering: Lowering, list: ts.VariableDeclarationList): OpenGuard | null {
  const [declaration, ...others] = list.declarations;
  const call = declaration?.initializer === undefined ? null : inParentheses(declaration.initializer);
  const guard = call === null || others.length > 0 ? null : guardOf(lowering, call);
  if (call === null || guard === null || !ts.isCallExpression(call)) {
    reject(lowering, "unsupported-syntax", list, {
      construct: `'${shortText(list)}' is`,
      hint: "write 'using _ = guard(spinlock)(lock);', one at a time",
    });
    return null;
  }
  const leave = guard(lowering, call);
  const { breakTo, continueTo, activation } = lowering;
  return leave === null ? null : { leave, breakTo, continueTo, returns: activation.returns };
}

/** `guard(NAME)(…)` */
function guardOf(lowering: Lowering, call: ts.Expression): Guard | null {
  const { sources } = lowering.model;
  if (!ts.isCallExpression(call) || !ts.isCallExpression(call.expression)) return null;
  const [named] = call.expression.arguments;
  if (named === undefined || languageName(sources, call.expression.expression) !== "guard") return null;
  return guardClasses.get(languageName(sources, named) ?? "") ?? null;
}

/** Leaves the guards that `leaves` says are left, the last one first. */
export function leaveGuards(lowering: Lowering, leaves: (guard: OpenGuard) => boolean): void {
  for (const guard of [...lowering.guards].reverse()) if (leaves(guard)) guard.leave(lowering);
}
