// What lockdep would report, in its own words (kernel/locking/lockdep.c, the print_ functions): a total table from rule to text.

import type { LockdepReport, LockdepRule, Subject } from "../../harness/result.js";
import { type Line, lines } from "../lines.js";
import { heldLines, lockText } from "../lock-lines.js";
import { contextName, place } from "../names.js";
import { heading } from "../splat/heading.js";
import { circularLines, recursionLines } from "./circular.js";
import { inconsistentLines, inversionLines, irqOrderLines } from "./irq.js";
import { backtrace } from "./parts.js";

/** Titles as lockdep prints them. */
export function lockdepTitle(report: LockdepReport): string {
  const task = contextName(report.place.context);
  const titles: Readonly<Record<LockdepRule, string>> = {
    circular: "WARNING: possible circular locking dependency detected",
    recursion: "WARNING: possible recursive locking detected",
    "inconsistent-usage": "WARNING: inconsistent lock state",
    "irq-order": `WARNING: ${report.irq?.state ?? ""}-safe -> ${report.irq?.state ?? ""}-unsafe lock order detected`,
    "irq-inversion": "WARNING: possible irq lock inversion dependency detected",
    "wait-context": "[ BUG: Invalid wait context ]",
    "nest-lock": "WARNING: Nested lock was not taken",
    "unlock-balance": "WARNING: bad unlock balance detected!",
    "held-freed": "WARNING: held lock freed!",
    "held-at-end": `WARNING: ${task} still has locks held!`,
    "debug-locks": "WARNING: DEBUG_LOCKS_WARN_ON",
    "rcu-usage": "WARNING: suspicious RCU usage",
    "context-assertion": `WARNING: at ${place(report.place.at)} ${report.place.function}`,
    "sleep-in-atomic": `BUG: sleeping function called from invalid context`,
  };
  return titles[report.rule];
}

export function lockdepLines(report: LockdepReport, subject: Subject): readonly Line[] {
  return [...heading(lockdepTitle(report), subject), ...lines(bodyOf(report))];
}

function bodyOf(report: LockdepReport): readonly string[] {
  switch (report.rule) {
    case "circular":
      return circularLines(report);
    case "recursion":
      return recursionLines(report);
    case "inconsistent-usage":
      return inconsistentLines(report);
    case "irq-order":
      return irqOrderLines(report);
    case "irq-inversion":
      return inversionLines(report);
    case "wait-context":
      return waitContext(report);
    case "nest-lock":
      return nestLock(report);
    case "unlock-balance":
      return unlockBalance(report);
    case "held-freed":
      return [
        `${task(report)} is freeing memory, with a lock still held there!`,
        ...lockOf(report),
        ...held(report),
        "",
        ...backtrace(report),
      ];
    case "debug-locks":
    case "context-assertion":
    case "held-at-end":
      return [...held(report), "", ...backtrace(report)];
    case "rcu-usage":
      return [
        `${report.place.function} suspicious RCU usage!`,
        "",
        "other info that might help us debug this:",
        "",
        ...held(report),
        ...backtrace(report),
      ];
    case "sleep-in-atomic":
      return [...atomicLines(report), ...held(report), ...backtrace(report).slice(1)];
  }
}

/** Where neither says why it is wrong to sleep, a read section does: the kernel prints that line where RCU can be preempted. */
function atomicLines(report: LockdepReport): readonly string[] {
  const { inAtomic, flags, held: locks } = report;
  const sections = locks.filter(({ type }) => type === "rcu").length;
  return [
    `in_atomic(): ${inAtomic ? 1 : 0}, irqs_disabled(): ${flags.hardirqsOn ? 0 : 1}, name: ${task(report)}`,
    ...(inAtomic || !flags.hardirqsOn ? [] : [`RCU nest depth: ${sections}, expected: 0`]),
  ];
}

const task = (report: LockdepReport): string => contextName(report.place.context);
const held = (report: LockdepReport): readonly string[] => heldLines(report.place.context, report.held);
const lockOf = ({ lock }: LockdepReport): readonly string[] => (lock === null ? [] : [lockText(lock)]);

function waitContext(report: LockdepReport): readonly string[] {
  return [
    `${task(report)} is trying to lock:`,
    ...lockOf(report),
    "other info that might help us debug this:",
    `context-{${report.waitContext}:${report.waitContext}}`,
    ...held(report),
    ...backtrace(report),
  ];
}

function nestLock(report: LockdepReport): readonly string[] {
  return [
    `${task(report)} is trying to lock:`,
    ...lockOf(report),
    "",
    "but this task is not holding:",
    report.nest ?? "",
    "",
    ...backtrace(report),
    "",
    "other info that might help us debug this:",
    ...held(report),
  ];
}

function unlockBalance(report: LockdepReport): readonly string[] {
  return [
    `${task(report)} is trying to release lock (${report.lock?.name ?? ""}) at:`,
    `${report.place.function}`,
    "but there are no more locks to release!",
    "",
    "other info that might help us debug this:",
    ...held(report),
    "",
    ...backtrace(report),
  ];
}
