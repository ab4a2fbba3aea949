// The stack dump at the end of a report: CPU, task, kernel, call trace.

import type { Line } from "../clean/lines.js";
import { find } from "./anchors.js";
import { type Machine, readMachine } from "./machine.js";
import { calls, readBareTrace, readTrace } from "./trace.js";

export interface Backtrace {
  readonly machine: Machine | null;
  readonly functions: readonly string[] | null;
  /** Null where no frame is inlined. */
  readonly withInlined: readonly string[] | null;
  readonly whole: boolean;
}

export function readBacktrace(lines: readonly Line[], from: number): Backtrace {
  const heading = find(lines, /^stack backtrace:$/, from);
  const start = heading?.next ?? from;
  const machine = readMachine(lines, start);
  const call = find(lines, /^Call [Tt]race:/, machine?.next ?? start);
  const begin = call?.index ?? machine?.next ?? (heading === null ? null : start);
  if (begin === null) return { machine, functions: null, withInlined: null, whole: false };
  const bare = call === null ? null : readBareTrace(lines, call.next);
  const { frames, whole } = bare !== null && bare.frames.length > 0 ? bare : readTrace(withoutHeading(lines, begin), begin);
  if (frames.length === 0) return { machine, functions: null, withInlined: null, whole: false };
  const functions = calls(frames);
  const all = frames.filter(({ doubtful }) => !doubtful).map(({ function: name }) => name);
  return { machine, functions, withInlined: all.length === functions.length ? null : all, whole };
}

/** `Call Trace:` goes, a frame behind it stays. */
function withoutHeading(lines: readonly Line[], index: number): readonly Line[] {
  return lines.map((line, place) => (place === index ? { ...line, text: line.text.replace(/^Call [Tt]race:\s*/, "") } : line));
}
