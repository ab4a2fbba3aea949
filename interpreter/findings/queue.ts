// Readers that wait behind a writer for ever: docs/semantics.md, section 6, rule 8. An acquisition does not know whether a writer waits
// already; where nobody else can go on it may, and then the readers cannot either.

import { type Cells, read } from "../codes.js";
import { expander } from "../expand.js";
import { compilePlace } from "../expressions.js";
import type { Machine } from "../machine.js";
import { readers } from "../readers.js";
import type { Located } from "../scope.js";
import { compileCpuWaits, queuesBehindWriters } from "./waiting.js";

/** Whether nobody can go on but readers that may be in the queue behind a writer. */
export function compileQueueTrap(machine: Machine): ((cells: Cells) => boolean) | null {
  const reading = acquisitions(machine, "queueing");
  if (reading.every((places) => places.every((place) => place === null))) return null;
  const writing = acquisitions(machine, "writing");
  const needsCpu = compileCpuWaits(machine);
  const count = machine.layout.contexts.length;
  const expand = expander(machine);
  const mayWait = (cells: Cells, number: number): boolean => {
    const lock = reading[number]?.[read(cells, number)]?.at(cells) ?? -1;
    if (lock < 0 || !readers.any(cells, lock, count)) return false;
    return writing.some((places, other) => other !== number && places[read(cells, other)]?.at(cells) === lock && !needsCpu(cells, other));
  };
  const numbers = machine.layout.contexts.map((_, number) => number);
  return (cells) => {
    const waiting = new Set(numbers.filter((number) => mayWait(cells, number)));
    if (waiting.size === 0) return false;
    let anybody = false;
    expand(cells.slice(), (number) => {
      if (!waiting.has(number)) anybody = true;
    });
    return !anybody;
  };
}

/** By context and pc number the lock that is acquired there: as a reader that queues, or to write. */
function acquisitions(machine: Machine, how: "queueing" | "writing"): readonly (readonly (Located | null)[])[] {
  return machine.layout.contexts.map(({ labels }, context) => {
    const scope = { ...machine.scope, context };
    const places = labels.locations.map(({ node: { operation } }) => {
      if (operation.kind !== "acquire") return null;
      const { lock, mode } = operation.acquisition;
      const fits = how === "writing" ? mode === "exclusive" : queuesBehindWriters(scope, lock, mode);
      return fits ? compilePlace(scope, lock) : null;
    });
    return [null, ...places];
  });
}
