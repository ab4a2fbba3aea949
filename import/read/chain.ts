// The dependency chain of a circular report, and the line that names it (lockdep.c: print_circular_bug).

import type { Line } from "../clean/lines.js";
import type { ChainEntry } from "../schema.js";
import { find } from "./anchors.js";
import { readLock } from "./lock.js";
import { calls, readTrace } from "./trace.js";

export interface Chain {
  readonly entries: readonly ChainEntry[];
  /** From #k down to #0, each with a trace. */
  readonly whole: boolean;
  /** Entries that cannot be read. */
  readonly unread: readonly Line[];
}

const ENTRY_START = /^-> #\d+/;
const AFTER = /^(?:other info that|Chain exists of|Possible |(?:no|\d+) locks? held by|stack backtrace|\*\*\* DEADLOCK)/;

export function readChain(lines: readonly Line[], from: number): Chain | null {
  const starts = lines.flatMap(({ text }, index) => (index >= from && ENTRY_START.test(text) ? [index] : []));
  const [first] = starts;
  if (first === undefined) return null;
  const after = lines.findIndex(({ text }, index) => index > first && AFTER.test(text));
  const end = after < 0 ? lines.length : after;
  const own = starts.filter((start) => start < end);
  const read = own.map((start, place) => readEntry(lines, start, own[place + 1] ?? end));
  const entries = read.filter((entry) => entry !== null);
  return { entries, whole: isWhole(entries), unread: own.flatMap((start, place) => (read[place] === null ? (lines[start] ?? []) : [])) };
}

function readEntry(lines: readonly Line[], start: number, to: number): ChainEntry | null {
  const found = readLock(lines, start, to);
  if (found === null || found.held === null) return null;
  const { name, usage, waitTypes } = found.lock;
  const { frames } = readTrace(lines, found.next, to);
  return { index: found.held, name, usage, waitTypes, trace: [...calls(frames)] };
}

function isWhole(entries: readonly ChainEntry[]): boolean {
  const top = entries.length - 1;
  return (
    entries.length > 1 && entries.every(({ index, trace, usage }, place) => index === top - place && trace.length > 0 && usage !== null)
  );
}

/** The names on the line after "Chain exists of:". */
export function readChainExists(lines: readonly Line[]): readonly string[] | null {
  const head = find(lines, /^Chain exists of:$/);
  if (head === null) return null;
  const end = find(lines, AFTER, head.next);
  const parts = wrappedNames(lines.slice(head.next, end?.index).map(({ text }) => text));
  const names = parts.join(" ").split("-->");
  return parts.length === 0 ? null : names.map((name) => name.trim()).filter((name) => name !== "");
}

/** The first line with an arrow, with what a mailer has put on lines before and after it. */
function wrappedNames(texts: readonly string[]): readonly string[] {
  const first = texts.findIndex((text, place) => text !== "" && (text.includes("-->") || texts[place + 1]?.startsWith("-->") === true));
  if (first < 0) return [];
  const goesOn = (place: number): boolean => texts[place]?.endsWith("-->") === true || texts[place + 1]?.startsWith("-->") === true;
  let last = first;
  while (last + 1 < texts.length && goesOn(last)) last++;
  return texts.slice(first, last + 1);
}
