// Finds a lock in the lines of a report. Mail wraps it, old kernels without atomic KERN_CONT print it in pieces with other lines between,
// symbolisers print it once for each inlined frame.

import { joinWrapped } from "../clean/join.js";
import type { Line } from "../clean/lines.js";
import type { ReportedLock } from "../schema.js";
import { functionAt, LOCK_START, type LockText, parseLockText } from "./lock-text.js";
import { withoutAddresses } from "./symbol.js";

export interface LockFound {
  readonly lock: ReportedLock;
  /** The number in `#2:` or `-> #2` before it. */
  readonly held: number | null;
  /** It says where it was taken. */
  readonly hasPlace: boolean;
  /** Of the line after it. */
  readonly next: number;
}

/** The lock that begins at `index` or, after lines of others, soon after it. */
export function readLock(lines: readonly Line[], index: number, to: number = lines.length): LockFound | null {
  const start = startOf(lines, index, to);
  let one = start === null ? null : readOne(lines, start, to);
  for (let again = one; again !== null; again = repetition(lines, again, to)) one = again;
  if (one === null) return null;
  const { text, line, held, next } = one;
  const { at, ...rest } = text;
  return { lock: { ...rest, function: one.inlined ? null : functionAt(text), line: line.number }, held, hasPlace: at !== null, next };
}

interface One {
  readonly text: LockText;
  /** A mailer has put the mark on the next line. */
  readonly inlined: boolean;
  readonly line: Line;
  readonly held: number | null;
  readonly next: number;
}

/** `#2:` in a list of held locks, `-> #2` in a chain. */
const INDEX = /^(?:#\s?(?=\d{1,2}:)|-> #)(\d{1,2}):?\s*/;
const BARE_ADDRESS = /^[0-9a-f]{8,16}$/i;
const MOST_FOREIGN = 8;
const OTHER_PART =
  /^(?:but (?:task|this|there)|and this task|which |other info|the (?:existing|shortest|dependencies)|stack backtrace|context-|(?:no|\d+) locks? held|-> \(|\{|Call Trace|CPU: )/i;

/** A comm may begin with a bracket, too. */
const SENTENCE = /\/\d+(?: \[HC.*\])? (?:is trying to|just changed|takes:)/;

function startOf(lines: readonly Line[], from: number, to: number): number | null {
  for (let index = from, foreign = 0; index < to && foreign < MOST_FOREIGN; index++) {
    const text = lines[index]?.text ?? "";
    if (SENTENCE.test(text)) return null;
    if (INDEX.test(text) || LOCK_START.test(text)) return index;
    if (BARE_ADDRESS.test(text) && lines.slice(index + 1, index + 8).some((next) => next.text.startsWith("("))) return index;
    if (OTHER_PART.test(text)) return null;
    if (text !== "") foreign++;
  }
  return null;
}

/** As much of it as can be read. */
function readOne(lines: readonly Line[], start: number, to: number): One | null {
  const held = INDEX.exec(lines[start]?.text ?? "")?.[1];
  let best: One | null = null;
  for (const { text, line, next } of growing(lines, start, to)) {
    const parsed = parseLockText(text);
    if (parsed !== null) best = { text: parsed, inlined: false, line, held: held === undefined ? null : Number(held), next };
    if (parsed !== null && parsed.at !== null) break;
  }
  return best === null ? null : withPlace(lines, best);
}

const MOST_BETWEEN = 24;

/** The text from `start`, longer by one piece each time; `line` is that of its first character. */
function* growing(lines: readonly Line[], start: number, to: number) {
  let text = "";
  let first: Line | null = null;
  for (let index = start, between = 0; index < to && between < MOST_BETWEEN; index++) {
    const line = lines[index];
    const piece = line === undefined ? "" : index === start ? line.text.replace(INDEX, "") : line.text;
    if (
      line === undefined ||
      INDEX.test(index === start ? "" : piece) ||
      (index > start && OTHER_PART.test(piece) && !/^\{[.+?\-\d]/.test(piece))
    )
      return;
    if (index > start && !continues(text, piece)) {
      between++;
      continue;
    }
    if (piece === "") continue;
    first ??= line;
    text = joinWrapped([text, piece]);
    yield { text, line: first, next: index + 1 };
  }
}

const FRAME = /^\?|\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const USAGE = /\)\s*\{[.+?\-]{3,10}\}/;

/** Whether `piece` can be what comes after `text`. */
function continues(text: string, piece: string): boolean {
  if (piece === "") return false;
  if (text === "") return LOCK_START.test(piece) || BARE_ADDRESS.test(piece);
  if (BARE_ADDRESS.test(text)) return piece.startsWith("(");
  const parsed = parseLockText(text);
  if (parsed === null) return USAGE.test(piece) || piece.startsWith("{") || !FRAME.test(piece);
  if (/at:\s*(?:\[<?[0-9a-f]+>?\])?$/i.test(text)) return /^(?:\[<?[0-9a-f]+>?\]\s*)?[A-Za-z_.$0]\S*(?:\+0x|$|\s)/.test(piece);
  return (
    /^(?:-\s?\{|,|at:)/.test(piece) ||
    (text.endsWith("-") && /^\{\d/.test(piece)) ||
    (parsed.usage === null && /^\{|\)\s*\{[.+?\-]/.test(piece))
  );
}

/** What belongs to it on the next line: the place in a file, the mark of an inlined function. */
function withPlace(lines: readonly Line[], one: One): One {
  const text = lines[one.next]?.text ?? "";
  if (one.text.at === null || !/^(?:\S+\.(?:c|h|S|rs):\d+(?: \[inline\])?|\[inline\]|\[[\w-]+\])$/.test(text)) return one;
  return { ...one, inlined: text.endsWith("[inline]"), next: one.next + 1 };
}

/** The end of a lock whose beginning was printed on its own, repeated by a symboliser. */
const TAIL = /^(?:\)\s*\{|-\{|,?\s*at:).*?\bat:\s*(\S.*)$/;

function sameTail(before: One, text: string): One {
  const at = withoutAddresses(TAIL.exec(text)?.[1] ?? "");
  return { ...before, text: { ...before.text, at }, inlined: false, next: before.next + 1 };
}

/** Symbolised: the same lock again, for the function that the one before was inlined into. */
function repetition(lines: readonly Line[], before: One, to: number): One | null {
  const text = lines[before.next]?.text ?? "";
  if (before.next < to && TAIL.test(text) && before.text.at !== null) return sameTail(before, text);
  if (before.next >= to || !(INDEX.test(text) || LOCK_START.test(text))) return null;
  const again = readOne(lines, before.next, to);
  if (again === null || again.text.name !== before.text.name) return null;
  const kept = (["addr", "usage", "waitTypes"] as const).every((part) => (again.text[part] ?? before.text[part]) === before.text[part]);
  const same = kept && (again.held ?? before.held) === before.held;
  return same ? { ...again, text: { ...again.text, addr: before.text.addr }, held: before.held } : null;
}
