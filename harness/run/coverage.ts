// Places that some execution reaches, and those that none does: a model that never gets somewhere proves nothing about it.

import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Coverage } from "../result.js";

/** One entry for each place in the source; reached when a copy of it is. Timers that never expire are left out. */
export function coveredPlaces(program: LocatedProgram, reached: ReadonlySet<string>): Coverage["places"] {
  const never = new Set(program.program.contexts.filter((context) => context.timer?.expires === false).map((context) => context.graph));
  const places = new Map<string, Coverage["places"][number]>();
  for (const graph of program.graphs) {
    if (never.has(graph.graph.id)) continue;
    for (const location of graph.locations) {
      const { span, stack } = location.node;
      const place = { at: span, function: stack.at(-1)?.function ?? graph.graph.function };
      const key = `${span.file}:${span.line}:${place.function}`;
      const known = places.get(key);
      places.set(key, { ...(known ?? place), reached: known?.reached === true || reached.has(location.label) });
    }
  }
  return [...places.values()];
}
