// The line a stack dump begins with (`CPU: 7 UID: 0 PID: 12 Comm: kworker/u32:0 Not tainted 6.13.0-rc4 #29`), and the kernel's version
// below the title.

import type { Line } from "../clean/lines.js";
import { find } from "./anchors.js";
import type { Task } from "./task.js";

export interface Machine {
  readonly cpu: number;
  readonly task: Task | null;
  readonly kernel: string | null;
  readonly index: number;
  /** Of the line after it. */
  readonly next: number;
}

const DUMP = /^CPU: (\d+)(?: UID: \d+)? PID: (\d+) Comm: (.+)$/;
const TAINT = / +(?:Kdump: loaded +)?(?:Not tainted|Tainted:).*$/;
const RELEASE = /(?:Not tainted|Tainted:.*?) +(\S+) +#\d/;

export function readMachine(lines: readonly Line[], from: number): Machine | null {
  const found = find(lines, DUMP, from);
  if (found === null) return null;
  const [, cpu, pid, rest = ""] = found.groups;
  const release = find(lines, RELEASE, found.index, found.index + 3)?.groups[1] ?? null;
  const comm = rest.replace(TAINT, "").trim();
  return { cpu: Number(cpu), task: comm === "" ? null : { comm, pid: Number(pid) }, kernel: release, index: found.index, next: found.next };
}

const VERSION = /^(?:([^\s#]\S*)(?: #\S+)?(?: SMP)?(?: PREEMPT\S*)? +(?:Not tainted|Tainted:.*)|(\d+\.\d\S*) #\d+\S*)$/;

/** At most a few lines below the title. */
export function readRelease(lines: readonly Line[]): string | null {
  const [, tainted, plain] = find(lines, VERSION, 0, 8)?.groups ?? [];
  return tainted ?? plain ?? null;
}
