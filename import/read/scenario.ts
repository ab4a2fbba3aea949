// The columns of "Possible unsafe locking scenario", as far as they are there.

import type { Line } from "../clean/lines.js";
import { find } from "./anchors.js";

export interface Scenario {
  /** Locks in order, as printed: `rlock(a)`, `lock(b)`, `<Interrupt>`. */
  readonly steps: readonly string[];
  readonly whole: boolean;
}

const HEAD = /^Possible (?:interrupt |recursive )?unsafe locking scenario:?$/i;
const STEP = /(?:<Interrupt>|(?:[a-z]*lock|sync)\(.*?\);|local_irq_disable\(\);)/g;
const END = /^\*\*\* DEADLOCK \*\*\*$/;

export function readScenario(lines: readonly Line[]): Scenario | null {
  const head = find(lines, HEAD);
  if (head === null) return null;
  const end = find(lines, END, head.next);
  const own = lines.slice(head.next, end?.index ?? head.next + 16);
  const steps = own.flatMap(({ text }) => text.match(STEP) ?? []);
  return { steps, whole: steps.length > 1 };
}
