// For whom a context waits in a state: docs/semantics.md section 6, rule 7.

import type { Place } from "../../codegen/ir/expression.js";
import type { Acquisition, LockMode } from "../../codegen/ir/graph.js";
import type { Context } from "../../codegen/ir/program.js";
import { type Cells, read } from "../codes.js";
import { compilePlace } from "../expressions.js";
import { awaited, lines } from "../flushing.js";
import { OFF } from "../labels.js";
import type { Machine } from "../machine.js";
import { isReaderLock, readers } from "../readers.js";
import { flags, nonPreemptible, tasksOn } from "../scheduling.js";
import type { Scope, Test } from "../scope.js";

/** Calls `found` for the contexts that one waits for. */
type WaitsFor = (cells: Cells, found: (other: number) => void) => void;

/** Calls `found` for every context that `number` waits for, in a fixed order. */
export type ForEachWait = (cells: Cells, number: number, found: (other: number) => void) => void;

/** Compiles the waits-for relation of a program. */
export function compileWaits(machine: Machine): ForEachWait {
  const atLocation = machine.layout.contexts.map((_, number) => locationWaits(machine, number));
  const inLine = machine.layout.contexts.map((_, number) => lineWaits(machine, number));
  const forCpu = machine.layout.contexts.map((_, number) => cpuWaits(machine, number));
  return (cells, number, found) => {
    const pc = read(cells, number);
    awaited.each(cells, machine.layout.flush, number, found);
    if (pc === OFF) return void inLine[number]?.(cells, found);
    atLocation[number]?.[pc]?.(cells, found);
    forCpu[number]?.(cells, found);
  };
}

/** A queued item whose queue runs one at a time waits for the one that runs, and for those before it. */
function lineWaits({ layout }: Machine, number: number): WaitsFor | null {
  const queue = layout.contexts[number]?.context.workqueue ?? null;
  const line = queue === null ? undefined : layout.flush.lines.get(queue);
  if (line === undefined) return null;
  const items = layout.contexts.flatMap(({ context }, index) => (context.workqueue === queue ? [index] : []));
  return (cells, found) => {
    const place = lines.placeOf(cells, line, number);
    if (place < 0) return;
    for (const other of items) if (read(cells, other) !== OFF) found(other);
    for (let before = 0; before < place; before++) found(read(cells, line + 1 + before) - 1);
  };
}

/** The owner of the lock to be acquired, the callback to be cancelled, by pc number. A context that waits for itself counts. */
function locationWaits(machine: Machine, number: number): readonly (WaitsFor | null)[] {
  const scope = { ...machine.scope, context: number };
  const { callbacks } = scope;
  const locations = machine.layout.contexts[number]?.labels.locations ?? [];
  const waits = locations.map(({ node: { operation } }): WaitsFor | null => {
    if (operation.kind === "acquire") return lockWaits(machine, scope, operation.acquisition);
    if (operation.kind === "seq-read") {
      const { at: seqcount } = compilePlace(scope, operation.seqcount);
      return (cells, found) => {
        const cell = seqcount(cells);
        if (cell >= 0 && read(cells, cell) > 0) found(read(cells, cell) - 1);
      };
    }
    if (operation.kind !== "timer-cancel") return null;
    const { at } = compilePlace(scope, operation.timer);
    return (cells, found) => {
      const callback = callbacks.get(at(cells)) ?? -1;
      if (callback >= 0 && read(cells, callback) !== OFF) found(callback);
    };
  });
  return [null, ...waits];
}

/** By pc number whether somebody is in the way at the lock that the context is about to acquire there; null where it acquires none. */
export function compileContention(machine: Machine, number: number): readonly (Test | null)[] {
  const scope = { ...machine.scope, context: number };
  const tests = (machine.layout.contexts[number]?.labels.locations ?? []).map(({ node: { operation } }): Test | null => {
    if (operation.kind !== "acquire") return null;
    const waits = lockWaits(machine, scope, operation.acquisition);
    return (cells) => {
      let anybody = false;
      waits(cells, () => {
        anybody = true;
      });
      return anybody;
    };
  });
  return [null, ...tests];
}

/** Who is in the way at an acquire location. */
function lockWaits(machine: Machine, scope: Scope, { lock: place, mode }: Acquisition): WaitsFor {
  const { at } = compilePlace(scope, place);
  const count = isReaderLock(scope.layout, place.field) ? scope.layout.contexts.length : 0;
  const wantsToWrite = queuesBehindWriters(scope, place, mode) ? writersAt(machine) : null;
  return (cells, found) => {
    const lock = at(cells);
    if (lock < 0) return;
    const owner = read(cells, lock) - 1;
    if (owner >= 0) found(owner);
    if (mode === "exclusive") readers.each(cells, lock, count, found);
    else if (wantsToWrite !== null && readers.any(cells, lock, count)) wantsToWrite(cells, lock, found);
  };
}

/** On PREEMPT_RT only readers of a percpu_rw_semaphore wait for a writer that waits itself. */
export function queuesBehindWriters(scope: Scope, lock: Place, mode: LockMode): boolean {
  const type = scope.layout.fields.get(lock.field)?.field.type;
  const isPerCpu = type?.kind === "lock" && type.type === "percpu_rw_semaphore";
  return mode === "shared" && (isPerCpu || !scope.layout.located.program.configuration.preemptRt);
}

/** Finds the contexts that are about to acquire a lock for writing. */
function writersAt(machine: Machine): (cells: Cells, lock: number, found: (other: number) => void) => void {
  const wanted = machine.layout.contexts.map(({ labels }, number) => {
    const scope = { ...machine.scope, context: number };
    const places = labels.locations.map(({ node: { operation } }) =>
      operation.kind === "acquire" && operation.acquisition.mode === "exclusive" ? compilePlace(scope, operation.acquisition.lock) : null,
    );
    return [null, ...places];
  });
  return (cells, lock, found) => {
    wanted.forEach((places, number) => {
      if (places[read(cells, number)]?.at(cells) === lock) found(number);
    });
  };
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

/** Whether somebody keeps a context from its CPU. */
export function compileCpuWaits(machine: Machine): (cells: Cells, number: number) => boolean {
  const forCpu = machine.layout.contexts.map((_, number) => cpuWaits(machine, number));
  return (cells, number) => {
    let anybody = false;
    forCpu[number]?.(cells, () => {
      anybody = true;
    });
    return anybody;
  };
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
    return other === number || labels === undefined ? [] : [{ other, blocks: flags(labels, nonPreemptible(layout), false) }];
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
