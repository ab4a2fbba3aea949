// The two reports about an order of locks without interrupts: print_circular_bug and print_deadlock_bug.

import type { LockdepReport } from "../../harness/result.js";
import { heldLines, lockText } from "../lock-lines.js";
import { contextName } from "../names.js";
import { backtrace, classText, columns, traceLines } from "./parts.js";

export function circularLines(report: LockdepReport): readonly string[] {
  const { lock, other, chain, place } = report;
  if (lock === null || other === null) return [];
  const last = chain.length - 1;
  const entries = [...chain]
    .reverse()
    .flatMap(({ class: lockClass, place: acquired }, index) => [
      "",
      `-> #${last - index}${classText(lockClass)}:`,
      ...traceLines(acquired, 6),
    ]);
  return [
    `${contextName(place.context)} is trying to acquire lock:`,
    lockText(lock),
    "",
    "but task is already holding lock:",
    lockText(other),
    "",
    "which lock already depends on the new lock.",
    "",
    "",
    "the existing dependency chain (in reverse order) is:",
    ...entries,
    "",
    "other info that might help us debug this:",
    "",
    ...scenario(lock.name, chain.at(-2)?.class.name ?? lock.name, other.name),
    "",
    ...heldLines(place.context, report.held),
    "",
    ...backtrace(report),
  ];
}

/** print_circular_lock_scenario: `parent` is the class before the held one on the way from the new one. */
function scenario(source: string, parent: string, target: string): readonly string[] {
  return [
    ...(parent === source ? [] : ["Chain exists of:", `  ${source} --> ${parent} --> ${target}`, ""]),
    " Possible unsafe locking scenario:",
    "",
    ...columns([
      [`lock(${target});`, null],
      [null, `lock(${parent});`],
      [null, `lock(${target});`],
      [`lock(${source});`, null],
    ]),
    "",
    " *** DEADLOCK ***",
  ];
}

export function recursionLines(report: LockdepReport): readonly string[] {
  const { lock, other, place } = report;
  if (lock === null || other === null) return [];
  return [
    `${contextName(place.context)} is trying to acquire lock:`,
    lockText(lock),
    "",
    "but task is already holding lock:",
    lockText(other),
    "",
    "other info that might help us debug this:",
    " Possible unsafe locking scenario:",
    "",
    "       CPU0",
    "       ----",
    `  lock(${other.name});`,
    `  lock(${lock.name});`,
    "",
    " *** DEADLOCK ***",
    "",
    " May be due to missing lock nesting notation",
    "",
    ...heldLines(place.context, report.held),
    "",
    ...backtrace(report),
  ];
}
