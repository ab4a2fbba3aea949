// Lock classes in reports about interrupts: alone on a line (` (NAME){usage}-{o:i}`), and with the traces of each use of them
// (lockdep.c: print_lock_class_header).

import type { Line } from "../clean/lines.js";
import { readLock } from "./lock.js";
import { calls, readTrace } from "./trace.js";

export interface LockClass {
  readonly name: string;
  readonly usage: string | null;
  readonly waitTypes: string | null;
}

export interface ClassBlock extends LockClass {
  /** `IN-SOFTIRQ-W` and where it became so. */
  readonly uses: readonly { readonly use: string; readonly trace: readonly string[] }[];
  /** Where it was taken under the class before it. */
  readonly acquiredAt: readonly string[];
}

export function readClass(lines: readonly Line[], from: number): LockClass | null {
  const found = readLock(lines, from, from + 6);
  return found === null ? null : { name: found.lock.name, usage: found.lock.usage, waitTypes: found.lock.waitTypes };
}

const BLOCK = /^->(?: \(.*)?$/;
const USE = /^((?:IN|HARDIRQ|SOFTIRQ|RECLAIM_FS|INITIAL)[A-Z_ -]*) at:/;
const ACQUIRED = /^(?:\.\.\. )?acquired at:/;

export function readClassBlocks(lines: readonly Line[], from: number, to: number): readonly ClassBlock[] {
  const starts = lines.flatMap(({ text }, index) => (index >= from && index < to && BLOCK.test(text) ? [index] : []));
  return starts.flatMap((start, place) => readBlock(lines, start, starts[place + 1] ?? to) ?? []);
}

function readBlock(lines: readonly Line[], start: number, to: number): ClassBlock | null {
  const line = lines[start];
  if (line === undefined) return null;
  const own = [{ ...line, text: line.text.slice("-> ".length) }, ...lines.slice(start + 1, to)];
  const head = readClass(own, 0);
  if (head === null) return null;
  const marks = own.flatMap(({ text }, index) => (USE.test(text) || ACQUIRED.test(text) || /^(?:\}|\.\.\. key)/.test(text) ? [index] : []));
  const trace = (mark: number): readonly string[] => {
    const end = marks.find((other) => other > mark) ?? own.length;
    return calls(readTrace(own, mark + 1, end).frames);
  };
  const uses = marks.flatMap((mark) => {
    const use = USE.exec(own[mark]?.text ?? "")?.[1];
    return use === undefined ? [] : [{ use, trace: trace(mark) }];
  });
  const acquired = marks.find((mark) => ACQUIRED.test(own[mark]?.text ?? ""));
  return { ...head, uses, acquiredAt: acquired === undefined ? [] : trace(acquired) };
}
