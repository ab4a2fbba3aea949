// A softirq runs on several CPUs at once (kernel/softirq.c: pending bits are per CPU): each time that it comes it is a context of its own.

import type { ContextDeclaration } from "./declarations.js";
import type { Elaboration } from "./elaboration.js";

/** The contexts that a declaration stands for: `rx`, `rx#2`, … of a softirq that may overlap itself. */
export function contextIds({ once }: Elaboration, { name, kind, cpu, times }: ContextDeclaration): readonly string[] {
  const overlaps = kind === "softirq" && cpu === null && once.cpus !== 1;
  return Array.from({ length: overlaps ? times : 1 }, (_, before) => (before === 0 ? name : `${name}#${before + 1}`));
}
