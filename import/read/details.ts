// What a report says beyond the fields of the JSON output: for the summary and for a model of it.

import type { Line } from "../clean/lines.js";
import { find } from "./anchors.js";
import { type ClassBlock, type LockClass, readClass, readClassBlocks } from "./class-blocks.js";
import { framesOf } from "./frames.js";
import { calls, readTrace } from "./trace.js";

/** `inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.` and where the first was registered. */
export interface UsageChange {
  readonly from: string;
  readonly to: string;
  readonly registeredAt: readonly string[];
}

/** One end of a dependency that interrupts make dangerous. */
export interface IrqEnd {
  /** `HARDIRQ`, `SOFTIRQ-READ`, … */
  readonly state: string;
  readonly lock: LockClass | null;
  readonly becameAt: readonly string[];
}

export interface Details {
  readonly usageChange: UsageChange | null;
  readonly safe: IrqEnd | null;
  readonly unsafe: IrqEnd | null;
  /** "the … dependencies between …": the classes on the way with all their uses, one list for each such heading. */
  readonly dependencies: readonly (readonly ClassBlock[])[];
  /** Where a sleeping function was called, `kernel/locking/mutex.c:281`. */
  readonly place: string | null;
  readonly inAtomic: boolean | null;
  readonly irqsDisabled: boolean | null;
  /** "Preemption disabled at:", the function. */
  readonly preemptionDisabledIn: string | null;
  /** The RCU nest depth is greater than expected; null where the text has none (before 5.17). */
  readonly inReadSection: boolean | null;
  /** What RCU found suspicious. */
  readonly statement: string | null;
  readonly hasStampOfIrqEvents: boolean;
  readonly hasRcuState: boolean;
}

export function readDetails(title: string, lines: readonly Line[]): Details {
  const atomic = find(lines, /^in_atomic\(\): (\d+), irqs_disabled\(\): (\d+)/);
  const statement = find(lines, /^(\S+:\d+ \S.*?)!?$/, 0, 8);
  return {
    usageChange: readUsageChange(lines),
    safe: readSafe(lines),
    unsafe: readUnsafe(lines),
    dependencies: readDependencies(lines),
    place: / at (\S+:\d+)$/.exec(title)?.[1] ?? null,
    inAtomic: atomic === null ? null : atomic.groups[1] !== "0",
    irqsDisabled: atomic === null ? null : atomic.groups[2] !== "0",
    preemptionDisabledIn: readPreemption(lines),
    inReadSection: readNestDepth(lines),
    statement: statement?.groups[1] ?? null,
    hasStampOfIrqEvents: find(lines, /^irq event stamp: /) !== null,
    hasRcuState: find(lines, /^rcu_scheduler_active = /) !== null,
  };
}

function readPreemption(lines: readonly Line[]): string | null {
  const head = find(lines, /^Preemption disabled at:$/);
  const [frame] = head === null ? [] : framesOf(lines[head.next]?.text ?? "");
  return frame?.function ?? null;
}

function readNestDepth(lines: readonly Line[]): boolean | null {
  const found = find(lines, /^RCU nest depth: (\d+), expected: (\d+)/);
  return found === null ? null : Number(found.groups[1]) > Number(found.groups[2]);
}

function readUsageChange(lines: readonly Line[]): UsageChange | null {
  const head = find(lines, /^inconsistent \{(.+?)\} -> \{(.+?)\} usage\.?$/);
  if (head === null) return null;
  const [, from = "", to = ""] = head.groups;
  const registered = find(lines, /^\{.+\} state was registered at:$/, head.next);
  return { from, to, registeredAt: registered === null ? [] : traceAfter(lines, registered.next) };
}

function traceAfter(lines: readonly Line[], from: number): readonly string[] {
  const end = find(lines, /^(?:irq event stamp|other info that|to an? \S+-irq-unsafe|the (?:shortest )?dependencies|and interrupts)/, from);
  return calls(readTrace(lines, from, end?.index).frames);
}

function readSafe(lines: readonly Line[]): IrqEnd | null {
  const order = find(lines, /^but this new dependency connects an? (\S+?)-irq-safe lock:$/);
  if (order !== null) return irqEnd(lines, order.groups[1], order.next, /^\.\.\. which became \S+-irq-safe at:/);
  const inversion = find(lines, /^but this lock was taken by another, (\S+?)-safe lock in the past:$/);
  return inversion === null ? null : irqEnd(lines, inversion.groups[1], inversion.next, null);
}

function readUnsafe(lines: readonly Line[]): IrqEnd | null {
  const order = find(lines, /^to an? (\S+?)-irq-unsafe lock:$/);
  if (order !== null) return irqEnd(lines, order.groups[1], order.next, /^\.\.\. which became \S+-irq-unsafe at:/);
  const inversion = find(lines, /^but this lock took another, (\S+?)-unsafe lock in the past:$/);
  return inversion === null ? null : irqEnd(lines, inversion.groups[1], inversion.next, null);
}

function irqEnd(lines: readonly Line[], state: string | undefined, from: number, became: RegExp | null): IrqEnd {
  const at = became === null ? null : find(lines, became, from);
  return { state: state ?? "", lock: readClass(lines, from), becameAt: at === null ? [] : traceAfter(lines, at.next) };
}

const DEPENDENCIES = /^the (?:(?:shortest )?dependencies\b|shortest$)/;

function readDependencies(lines: readonly Line[]): readonly (readonly ClassBlock[])[] {
  const heads = lines.flatMap(({ text }, index) => (DEPENDENCIES.test(text) ? [index] : []));
  const end = lines.findIndex(({ text }) => /^stack backtrace:/.test(text));
  return heads.map((head, place) => readClassBlocks(lines, head + 1, heads[place + 1] ?? (end < 0 ? lines.length : end)));
}
