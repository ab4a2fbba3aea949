// For whom a context waits in a state: docs/semantics.md section 6, rule 5.

import type { Context } from "../../codegen/ir/program.js";
import { type Cells, read } from "../codes.js";
import { compilePlace } from "../expressions.js";
import { OFF } from "../labels.js";
import type { Machine } from "../machine.js";
import { flags, isNonPreemptible, tasksOn } from "../scheduling.js";

/** Number of the context that one waits for, -1 for none. */
type WaitsFor = (cells: Cells) => number;

/** Calls `found` for every context that `number` waits for, in a fixed order. */
export type ForEachWait = (cells: Cells, number: number, found: (other: number) => void) => void;

/** Compiles the waits-for relation of a program. */
export function compileWaits(machine: Machine): ForEachWait {
  const atLocation = machine.layout.contexts.map((_, number) => locationWaits(machine, number));
  const forCpu = machine.layout.contexts.map((_, number) => cpuWaits(machine, number));
  return (cells, number, found) => {
    const pc = read(cells, number);
    if (pc === OFF) return;
    const other = atLocation[number]?.[pc]?.(cells) ?? -1;
    if (other >= 0) found(other);
    forCpu[number]?.(cells, found);
  };
}

/** The owner of the lock to be acquired, the callback to be cancelled, by pc number. A context that waits for itself counts. */
function locationWaits(machine: Machine, number: number): readonly (WaitsFor | null)[] {
  const scope = { ...machine.scope, context: number };
  const { callbacks } = scope;
  const locations = machine.layout.contexts[number]?.labels.locations ?? [];
  const waits = locations.map(({ node: { operation } }): WaitsFor | null => {
    if (operation.kind === "acquire") {
      const { at } = compilePlace(scope, operation.acquisition.lock);
      return (cells) => ownerAt(cells, at(cells));
    }
    if (operation.kind !== "timer-cancel") return null;
    const { at } = compilePlace(scope, operation.timer);
    return (cells) => {
      const callback = callbacks.get(at(cells)) ?? -1;
      return callback >= 0 && read(cells, callback) !== OFF ? callback : -1;
    };
  });
  return [null, ...waits];
}

function ownerAt(cells: Cells, lock: number): number {
  return lock < 0 ? -1 : read(cells, lock) - 1;
}

/** Who keeps the context from its CPU: handlers, another task that cannot be preempted; for a softirq the hardirq over it. */
function cpuWaits({ layout }: Machine, number: number): ((cells: Cells, found: (other: number) => void) => void) | null {
  const context = layout.contexts[number]?.context;
  switch (context?.level) {
    case undefined:
    case "hardirq":
      return null;
    case "softirq":
      return softirqWaits(layout, number, context?.cpus ?? []);
    case "task":
      return context === undefined ? null : taskWaits(layout, number, context);
  }
}

function taskWaits(
  layout: Machine["layout"],
  number: number,
  context: Context,
): ((cells: Cells, found: (other: number) => void) => void) | null {
  const [cpu = 0] = context.cpus;
  const handlers = [layout.hardirq[cpu] ?? -1, layout.softirq[cpu] ?? -1].filter((cell) => cell >= 0);
  const rivals = tasksOn(layout, cpu).flatMap((other) => {
    const labels = layout.contexts[other]?.labels;
    return other === number || labels === undefined ? [] : [{ other, blocks: flags(labels, isNonPreemptible, false) }];
  });
  if (handlers.length === 0 && rivals.length === 0) return null;
  return (cells, found) => {
    for (const cell of handlers) if (read(cells, cell) !== 0) found(read(cells, cell) - 1);
    for (const { other, blocks } of rivals) if (blocks[read(cells, other)] === 1) found(other);
  };
}

function softirqWaits(
  layout: Machine["layout"],
  number: number,
  cpus: readonly number[],
): (cells: Cells, found: (other: number) => void) => void {
  const pairs = cpus.map((cpu) => ({ soft: layout.softirq[cpu] ?? -1, hard: layout.hardirq[cpu] ?? -1 })).filter(({ hard }) => hard >= 0);
  return (cells, found) => {
    for (const { soft, hard } of pairs) if (read(cells, soft) === number + 1 && read(cells, hard) !== 0) found(read(cells, hard) - 1);
  };
}
