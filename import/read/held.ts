// lockdep_print_held_locks: `2 locks held by comm/12:` and one line per lock, or `no locks held by comm/12.`

import type { Line } from "../clean/lines.js";
import type { ReportedHeldLock } from "../schema.js";
import { find } from "./anchors.js";
import { readLock } from "./lock.js";
import { type Task, taskOf } from "./task.js";

export interface Held {
  readonly task: Task | null;
  /** Null: the text names a number of locks and shows none. */
  readonly locks: readonly ReportedHeldLock[] | null;
  readonly whole: boolean;
  /** Of the line after it. */
  readonly next: number;
  /** Entries that cannot be read. */
  readonly unread: readonly Line[];
}

const HEADER = /^(no|\d+) locks? held by (\S.{0,30}\/\d+)(?:, last CPU#\d+)?(?: on CPU \d+)?[.:]?$/;
const ENTRY = /^#\s?\d{1,2}:/;
/** What comes after the list in reports of all kinds. */
const AFTER =
  /^(?:stack backtrace|irq event stamp|the shortest dependencies|the dependencies between|Preemption disabled|CPU: \d|Call [Tt]race|hardirqs last|Hardware name)/;

export function readHeld(lines: readonly Line[], from = 0): Held | null {
  const header = find(lines, HEADER, from);
  if (header === null) return null;
  const task = taskOf(header.groups[2] ?? "");
  const count = header.groups[1] === "no" ? 0 : Number(header.groups[1]);
  const { locks, unread, next } = readEntries(lines, header.next, count);
  return { task, locks: count > 0 && locks.length === 0 ? null : locks, whole: isWhole(locks, count), next, unread };
}

function readEntries(lines: readonly Line[], from: number, count: number) {
  const locks: ReportedHeldLock[] = [];
  const unread: Line[] = [];
  let next = from;
  for (let index = from; index < lines.length && locks.length + unread.length < count; index++) {
    const line = lines[index];
    if (line === undefined || AFTER.test(line.text)) break;
    if (!ENTRY.test(line.text)) continue;
    const found = readLock(lines, index);
    if (found === null || found.held === null) unread.push(line);
    else {
      locks.push({ index: found.held, ...found.lock });
      index = found.next - 1;
    }
    next = index + 1;
  }
  return { locks, unread, next };
}

function isWhole(locks: readonly ReportedHeldLock[], count: number): boolean {
  return locks.length === count && locks.every(({ usage, function: name }) => usage !== null && name !== null);
}
