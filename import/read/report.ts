// One report from its lines: sequences the readers of its parts, and says which parts are missing.

import type { Line } from "../clean/lines.js";
import type { Segment } from "../find/segments.js";
import type { Report } from "../schema.js";
import { find } from "./anchors.js";
import { readBacktrace } from "./backtrace.js";
import { readChain, readChainExists } from "./chain.js";
import { type Details, readDetails } from "./details.js";
import { readHeader, readHolding } from "./header.js";
import { readHeld } from "./held.js";
import { readRelease } from "./machine.js";
import { missingParts } from "./missing.js";
import { readScenario, type Scenario } from "./scenario.js";
import type { Task } from "./task.js";

/** A report with all that was understood of it. */
export interface Reading {
  readonly report: Report;
  readonly details: Details;
  readonly scenario: Scenario | null;
  /** `HC0[0]:SC1[1]:HE1:SE0`, in reports about interrupts. */
  readonly irqState: string | null;
  /** 1-based. */
  readonly titleLine: number;
  readonly title: string;
  /** In words: what a full report of this kind also has. */
  readonly missing: readonly string[];
  /** Lines that should be part of it and cannot be read. */
  readonly unread: readonly Line[];
}

export function readReport({ kind, title, lines }: Segment): Reading {
  const header = readHeader(lines, kind);
  const after = header?.next ?? 0;
  const holding = kind === "circular" || kind === "recursive" || kind === "irq-lock-order" ? readHolding(lines, after) : null;
  const chain = kind === "circular" ? readChain(lines, after) : null;
  const held = readHeld(lines, after);
  const backtrace = readBacktrace(lines, held?.next ?? after);
  const context = kind === "invalid-wait-context" ? find(lines, /^context-\{\s*(\d+):\s*(\d+)\s*\}$/, after) : null;
  const scenario = readScenario(lines);
  const details = readDetails(title.text, lines);
  const report = {
    kind,
    task: header?.task ?? held?.task ?? sleeper(lines) ?? backtrace.machine?.task ?? null,
    cpu: backtrace.machine?.cpu ?? null,
    kernel: readRelease(lines) ?? backtrace.machine?.kernel ?? null,
    acquiring: header?.lock ?? null,
    holding: holding?.lock ?? null,
    context: context === null ? null : context.groups.slice(1).join(":"),
    heldLocks: copy(held?.locks),
    chain: copy(chain?.entries),
    chainExists: copy(readChainExists(lines)),
    callTrace: copy(backtrace.functions),
    callTraceWithInline: copy(backtrace.withInlined),
  };
  const missing = missingParts(kind, { report, details, scenario, held, chain, backtrace });
  const unread = [...(held?.unread ?? []), ...(chain?.unread ?? [])];
  return {
    report: { ...report, truncated: missing.length > 0 },
    details,
    scenario,
    irqState: header?.irqState ?? null,
    titleLine: title.number,
    title: title.text,
    missing,
    unread,
  };
}

function copy<T>(list: readonly T[] | null | undefined): T[] | null {
  return list == null ? null : [...list];
}

/** `in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 803, name: fio`. */
function sleeper(lines: readonly Line[]): Task | null {
  const found = find(lines, /^in_atomic\(\): .*\bpid: (\d+), name: (\S.*)$/);
  const [, pid, comm] = found?.groups ?? [];
  return comm === undefined ? null : { comm, pid: Number(pid) };
}
