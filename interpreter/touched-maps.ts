// The maps that a wait acquires and releases at once: docs/semantics.md section 6, last paragraph.

import type { FlushTarget, Operation } from "../codegen/ir/graph.js";
import type { Context, Program } from "../codegen/ir/program.js";

/** Ids of the maps. */
export function touchedMaps(program: Program, operation: Operation): readonly string[] {
  if (operation.kind === "timer-cancel") return contextOf(program, operation.timer.field)?.maps ?? [];
  return operation.kind === "flush-wait" ? mapsOf(program, operation.what) : [];
}

function mapsOf(program: Program, what: FlushTarget): readonly string[] {
  switch (what.kind) {
    case "item":
    case "cancel": {
      const context = contextOf(program, what.item.field);
      const [queue, item] = context?.maps ?? [];
      const oneByOne = program.workqueues.some(({ id, ordered }) => ordered && id === context?.workqueue);
      return [item, what.kind === "item" && oneByOne ? queue : undefined].filter((map) => map !== undefined);
    }
    case "workqueue":
      return program.contexts.find(({ workqueue }) => workqueue === what.workqueue)?.maps.slice(0, 1) ?? [];
    case "context":
    case "running":
    case "readers":
    case "srcu-readers":
    case "rcu-callbacks":
      return [];
  }
}

/** The context of some item of the field: all have the same maps. */
function contextOf(program: Program, field: string): Context | undefined {
  return program.contexts.find(({ timer }) => timer?.field === field);
}
