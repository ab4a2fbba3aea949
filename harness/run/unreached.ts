// Places that no execution reaches: a model that never gets somewhere proves nothing about it.

import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Span } from "../result.js";

export interface Unreached {
  at: Span;
  function: string;
}

/** Statements of which no copy is reached; one entry for each place in the source. */
export function unreachedPlaces(program: LocatedProgram, reached: ReadonlySet<string>): Unreached[] {
  const never = new Set(program.program.contexts.filter((context) => context.timer?.expires === false).map((context) => context.graph));
  const places = new Map<string, { place: Unreached; reached: boolean }>();
  for (const graph of program.graphs) {
    if (never.has(graph.graph.id)) continue;
    for (const location of graph.locations) {
      const { span, stack } = location.node;
      const place: Unreached = { at: span, function: stack.at(-1)?.function ?? graph.graph.function };
      const key = `${span.file}:${span.line}:${place.function}`;
      const known = places.get(key);
      places.set(key, { place: known?.place ?? place, reached: known?.reached === true || reached.has(location.label) });
    }
  }
  return [...places.values()].filter((entry) => !entry.reached).map((entry) => entry.place);
}
