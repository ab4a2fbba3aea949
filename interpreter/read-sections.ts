// RCU read sections, as far as somebody waits for them: docs/semantics.md, section 5, "grace periods".

import type { Location } from "../codegen/ir/located.js";
import type { Context } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import { awaited } from "./flushing.js";
import type { Layout } from "./layout.js";
import { flags } from "./scheduling.js";

/** A handler, a section of rcu_read_lock, or a stretch that cannot be preempted. */
export function isReading(layout: Layout, context: Context, { state }: Location): boolean {
  if (context.level !== "task" || state.preemption > 0 || state.bottomHalves > 0 || !state.irqs) return true;
  const { lockClasses } = layout.located.program;
  return state.held.some(({ lockClass }) => lockClasses.some(({ id, type }) => id === lockClass && type === "rcu"));
}

/** Makes `waiter` wait for all contexts that are in a read section. */
export function noteReaders(layout: Layout): (cells: Cells, waiter: number) => void {
  const reading = layout.contexts.map(({ context, labels }) => flags(labels, (location) => isReading(layout, context, location), false));
  return (cells, waiter) => {
    reading.forEach((sections, number) => {
      if (sections[read(cells, number)] === 1) awaited.add(cells, layout.flush, waiter, number, "reading");
    });
  };
}
