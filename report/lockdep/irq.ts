// The reports in which an interrupt takes part: print_usage_bug, print_bad_irq_dependency and print_irq_inversion_bug.

import type { LockdepLink, LockdepReport } from "../../harness/result.js";
import { heldLines, lockText } from "../lock-lines.js";
import { contextName, place as placeText } from "../names.js";
import { backtrace, classText, columns, flagsText, traceLines } from "./parts.js";

const DEADLOCK = ["", " *** DEADLOCK ***", ""];

export function inconsistentLines(report: LockdepReport): readonly string[] {
  const { usage, lock, place } = report;
  if (usage === null || lock === null) return [];
  return [
    `inconsistent {${usage.old}} -> {${usage.new}} usage.`,
    `${contextName(place.context)} ${flagsText(report)} takes:`,
    lockText(lock),
    `{${usage.old}} state was registered at:`,
    ...traceLines(usage.since, 2),
    "",
    "other info that might help us debug this:",
    " Possible unsafe locking scenario:",
    "",
    "       CPU0",
    "       ----",
    `  lock(${lock.name});`,
    "  <Interrupt>",
    `    lock(${lock.name});`,
    ...DEADLOCK,
    ...heldLines(place.context, report.held),
    "",
    ...backtrace(report),
  ];
}

export function irqOrderLines(report: LockdepReport): readonly string[] {
  const { irq, lock, other, place } = report;
  if (irq === null || lock === null || other === null) return [];
  const { state } = irq;
  return [
    `${contextName(place.context)} ${flagsText(report)} is trying to acquire:`,
    lockText(lock),
    "",
    "and this task is already holding:",
    lockText(other),
    "which would create a new lock dependency:",
    `${classText({ ...other, usage: other.usage ?? "...." })} ->${classText({ ...lock, usage: lock.usage ?? "...." })}`,
    "",
    `but this new dependency connects a ${state}-irq-safe lock:`,
    classText(irq.safe),
    "",
    `... which became ${state}-irq-safe at:`,
    ...traceLines(irq.safeAt, 2),
    "",
    `to a ${state}-irq-unsafe lock:`,
    classText(irq.unsafe),
    "",
    `... which became ${state}-irq-unsafe at:`,
    "...",
    ...traceLines(irq.unsafeAt, 2),
    "",
    "other info that might help us debug this:",
    "",
    ...scenario(irq),
    ...heldLines(place.context, report.held),
    "",
    `the dependencies between ${state}-irq-safe lock and the holding lock:`,
    ...classBlocks(irq.toSafe),
    "",
    "the dependencies between the lock to be acquired",
    ` and ${state}-irq-unsafe lock:`,
    ...classBlocks(irq.toUnsafe),
    "",
    ...backtrace(report),
  ];
}

export function inversionLines(report: LockdepReport): readonly string[] {
  const { irq, lock, place } = report;
  if (irq === null || lock === null) return [];
  const forwards = irq.toUnsafe.length > 0;
  const links = forwards ? irq.toUnsafe : irq.toSafe;
  return [
    `${contextName(place.context)} just changed the state of lock:`,
    lockText(lock),
    forwards
      ? `but this lock took another, ${irq.state}-unsafe lock in the past:`
      : `but this lock was taken by another, ${irq.state}-safe lock in the past:`,
    classText(forwards ? irq.unsafe : irq.safe),
    "",
    "",
    "and interrupts could create inverse lock ordering between them.",
    "",
    "",
    "other info that might help us debug this:",
    ...scenario(irq),
    ...heldLines(place.context, report.held),
    "",
    "the shortest dependencies between 2nd lock and 1st lock:",
    ...classBlocks(links),
    "",
    ...backtrace(report),
  ];
}

/** print_irq_lock_scenario: the same text for hard and soft interrupts. */
function scenario({ safe, unsafe, middle }: NonNullable<LockdepReport["irq"]>): readonly string[] {
  return [
    ...(middle === unsafe.name ? [] : ["Chain exists of:", `  ${safe.name} --> ${middle} --> ${unsafe.name}`, ""]),
    " Possible interrupt unsafe locking scenario:",
    "",
    ...columns([
      [`lock(${unsafe.name});`, null],
      [null, "local_irq_disable();"],
      [null, `lock(${safe.name});`],
      [null, `lock(${middle});`],
      ["<Interrupt>", null],
      [`  lock(${safe.name});`, null],
    ]),
    ...DEADLOCK,
  ];
}

/** print_lock_class_header and the trace below it; the far end of the path first, and furthest in. */
function classBlocks(links: readonly LockdepLink[]): readonly string[] {
  return links.flatMap((link, index) => classBlock(link, links.length - 1 - index));
}

function classBlock({ class: lockClass, usages, declared, acquired }: LockdepLink, depth: number): readonly string[] {
  const indent = " ".repeat(depth);
  return [
    `${indent}->${classText(lockClass)} {`,
    ...usages.flatMap(({ bit, place }) => [`${indent}   ${bit} at:`, ...traceLines(place, depth + 20)]),
    `${indent} }`,
    ...(declared === null ? [] : [`${indent} ... key      at: ${placeText(declared)}`]),
    ...(acquired === null ? [] : [`${indent} ... acquired at:`, ...traceLines(acquired, 3), ""]),
  ];
}
