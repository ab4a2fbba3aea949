// The first sentence of a report: who does what with which lock.

import type { Line } from "../clean/lines.js";
import type { ReportedLock, ReportKind } from "../schema.js";
import { find } from "./anchors.js";
import { bareFrame, framesOf } from "./frames.js";
import { type LockFound, readLock } from "./lock.js";
import { type Task, taskOf } from "./task.js";

export interface Header {
  readonly task: Task | null;
  /** `HC0[0]:SC0[0]:HE1:SE1`. */
  readonly irqState: string | null;
  readonly lock: ReportedLock | null;
  /** Of the line after it. */
  readonly next: number;
}

const WHO = String.raw`(\S.{0,30}\/\d+)(?: \[(HC\d.*?)\])?`;
const FIRST: Readonly<Record<ReportKind, RegExp | null>> = {
  "invalid-wait-context": sentence("is trying to lock:"),
  circular: sentence("is trying to acquire lock:"),
  recursive: sentence("is trying to acquire lock:"),
  "inconsistent-state": sentence("takes:"),
  "irq-lock-order": sentence("is trying to acquire:"),
  "irq-inversion": sentence("just changed the state of lock:"),
  "bad-unlock": sentence(String.raw`is trying to release lock (\(.*)`),
  "suspicious-rcu": null,
  "sleep-in-atomic": null,
};

function sentence(text: string): RegExp {
  return new RegExp(`^${WHO} ${text}$`);
}

export function readHeader(lines: readonly Line[], kind: ReportKind): Header | null {
  const pattern = FIRST[kind];
  const found = pattern === null ? null : find(lines, pattern);
  if (found === null) return null;
  const [, who = "", irqState = null, rest] = found.groups;
  const common = { task: taskOf(who), irqState };
  if (rest !== undefined) return { ...common, ...readReleased(lines, found.index) };
  const lock = readLock(lines, found.next);
  if (lock === null || isOther(lines, lock)) return { ...common, lock: null, next: found.next };
  return { ...common, lock: lock.lock, next: lock.next };
}

/** Without a place, and not because the text ends: the line of another lock, whose sentence is missing. */
function isOther(lines: readonly Line[], { hasPlace, next }: LockFound): boolean {
  return !hasPlace && lines.slice(next).some(({ text }) => text !== "");
}

/** From its first word on: what a mailer has put on the second line alone is no sentence. */
const RELEASED = /^\S.{0,30}\/\d+ is trying to release lock \(\s*(.+?)\s*\) at:$/;

/** `… is trying to release lock (NAME) at:` and on the next line the caller; the name may be on lines of its own. */
function readReleased(lines: readonly Line[], index: number) {
  const found = find(lines, RELEASED, index, index + 1) ?? pieces(lines, index);
  const line = lines[index];
  if (found === null || line === undefined) return { lock: null, next: index + 1 };
  const [, name = ""] = found.groups;
  const { symbol, next } = releasedAt(lines, found.next);
  return { lock: { name, usage: null, waitTypes: null, function: symbol, addr: null, line: line.number }, next };
}

/** With lines of others between them. */
function pieces(lines: readonly Line[], index: number) {
  const end = lines.findIndex(({ text }, place) => place > index && place < index + 16 && /^\)? ?at:$/.test(text));
  const name = lines.slice(index + 1, end).find(({ text }) => /^[^\s[\]?][^\s]*$/.test(text) && !/\+0x/.test(text));
  return end < 0 || name === undefined ? null : { groups: ["", name.text], next: end + 1 };
}

/** Of several lines, of which all but the last are inlined, the one with an offset. */
function releasedAt(lines: readonly Line[], from: number) {
  for (let index = from; index < Math.min(lines.length, from + 8); index++) {
    const text = lines[index]?.text ?? "";
    if (/^but (?:there are|it does)/.test(text)) break;
    const frame = framesOf(text)[0] ?? bareFrame(text);
    if (frame !== null && !frame.inlined) return { symbol: frame.function, next: index + 1 };
  }
  return { symbol: null, next: from };
}

/** The lock in `but task is already holding lock:`. */
export function readHolding(lines: readonly Line[], from: number): { readonly lock: ReportedLock; readonly next: number } | null {
  const found = find(lines, /^(?:but task is already holding lock|and this task is already holding):$/, from);
  return found === null ? null : readLock(lines, found.next);
}
