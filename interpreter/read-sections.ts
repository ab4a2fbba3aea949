// RCU read sections, as far as somebody waits for them: docs/semantics.md, section 5, "grace periods".

import type { Location } from "../codegen/ir/located.js";
import type { Context } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import { awaited, WAYS } from "./flushing.js";
import type { Layout } from "./layout.js";
import { flags } from "./scheduling.js";

/** A handler, a section of rcu_read_lock, or a stretch that cannot be preempted. */
export function isReading(layout: Layout, context: Context, { state }: Location): boolean {
  if (context.level !== "task" || state.preemption > 0 || state.bottomHalves > 0 || !state.irqs) return true;
  const { lockClasses } = layout.located.program;
  return state.held.some(({ lockClass }) => lockClasses.some(({ id, type }) => id === lockClass && type === "rcu"));
}

/** The ways, as bits, in which others wait for a context here: as a reader of RCU, of each srcu_struct. */
export function readingWays(layout: Layout, context: Context, location: Location): number {
  const srcu = [...layout.flush.srcu].filter(([field]) => location.state.held.some(({ place }) => place?.field === field));
  return srcu.reduce((bits, [, bit]) => bits | bit, isReading(layout, context, location) ? WAYS.reading : 0);
}

/** Makes `waiter` wait for all contexts that are in a read section, of the srcu_struct where one is given. */
export function noteReaders(layout: Layout, srcu: string | null): (cells: Cells, waiter: number) => void {
  const way = srcu === null ? WAYS.reading : (layout.flush.srcu.get(srcu) ?? 0);
  const reading = layout.contexts.map(({ context, labels }) =>
    flags(labels, (location) => (readingWays(layout, context, location) & way) !== 0, false),
  );
  return (cells, waiter) => {
    reading.forEach((sections, number) => {
      if (sections[read(cells, number)] === 1) awaited.addBits(cells, layout.flush, waiter, number, way);
    });
  };
}
