// Pieces that several of lockdep's reports share.

import type { LockdepClass, LockdepPlace, LockdepReport } from "../../harness/result.js";
import { backtraceLines } from "../lock-lines.js";
import { contextName, frameText } from "../names.js";

export function backtrace({ place }: LockdepReport): readonly string[] {
  return backtraceLines(place.context, place.callTrace);
}

/** A saved stack, `width` columns in. */
export function traceLines(place: LockdepPlace, width: number): readonly string[] {
  const indent = " ".repeat(width);
  return place.callTrace.map(
    (frame, index) => `${indent}${frameText(frame)}${index === 0 ? ` of ${contextName({ ...place.context, cpu: null })}` : ""}`,
  );
}

/** print_lock_name: ` (A){+.+.}-{3:3}` with the blank before it. */
export function classText({ name, usage, outer, inner }: LockdepClass): string {
  return ` (${name}){${usage}}-{${outer}:${inner}}`;
}

/** `[HC0[0]:SC0[0]:HE1:SE1]`: in brackets how often the preempt count says so; disabled bottom halves count twice there. */
export function flagsText({ flags }: LockdepReport): string {
  const { hardirq, softirq, bottomHalves, hardirqsOn, softirqsOn } = flags;
  const number = (on: boolean): number => (on ? 1 : 0);
  return `[HC${number(hardirq)}[${number(hardirq)}]:SC${number(softirq)}[${number(softirq) + 2 * bottomHalves}]:HE${number(hardirqsOn)}:SE${number(softirqsOn)}]`;
}

/** A scenario in two columns: for each row the text of the first or the second CPU. */
export function columns(rows: readonly (readonly [first: string | null, second: string | null])[]): readonly string[] {
  return [
    "       CPU0                    CPU1",
    "       ----                    ----",
    ...rows.map(([first, second]) => (second === null ? `  ${first ?? ""}` : `${" ".repeat(31)}${second}`)),
  ];
}
