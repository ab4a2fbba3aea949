// Who can run and when an interrupt may come: docs/semantics.md section 3, as tests over the cells of a state.

import type { Location } from "../codegen/ir/located.js";
import { type Context, runsOnce } from "../codegen/ir/program.js";
import { type Cells, read } from "./codes.js";
import { awaited, lines } from "./flushing.js";
import { type Labels, OFF, pcCount } from "./labels.js";
import type { ContextCells, Layout } from "./layout.js";
import { type Scope, type Test, timerCell } from "./scope.js";

/** An interrupt context coming on one of its CPUs. */
export interface Arrival {
  readonly cpu: number;
  readonly enabled: Test;
  readonly apply: (cells: Cells) => void;
}

/** A yes or no for each pc number of a graph. */
type Flags = Uint8Array;

/** True when the context may take its next step; null when it always can (as long as it is at a location). */
export function compileCanRun(layout: Layout, number: number): Test | null {
  const { context } = contextAt(layout, number);
  if (context.level === "hardirq") return null;
  if (context.level === "softirq") return softirqCanRun(layout, number, context);
  const [cpu = 0] = context.cpus;
  const idleCells = [layout.hardirq[cpu] ?? -1, layout.softirq[cpu] ?? -1].filter((cell) => cell >= 0);
  const rivals = tasksOn(layout, cpu)
    .filter((other) => other !== number)
    .map((other) => ({ other, blocks: flags(contextAt(layout, other).labels, nonPreemptible(layout), false) }));
  if (idleCells.length === 0 && rivals.length === 0) return null;
  return (cells) => {
    for (const cell of idleCells) if (read(cells, cell) !== 0) return false;
    for (const { other, blocks } of rivals) if (blocks[read(cells, other)] === 1) return false;
    return true;
  };
}

/** The ways in which an interrupt context may come, one for each CPU; none for tasks. */
export function compileArrivals(scope: Scope, number: number): readonly Arrival[] {
  const { layout } = scope;
  const { context, labels, remaining } = contextAt(layout, number);
  if (runsOnce(context) || context.timer?.expires === false) return [];
  if (context.level === "task" && !context.thread) return context.timer === null ? [] : [workArrival(scope, number, context.timer)];
  const credit = context.timer === null ? remaining : timerCell(scope, context.timer);
  const isRcu = context.kind === "rcu";
  const gate = gateCell(layout, context);
  if (context.thread) return [wakeUp(layout, number, credit, gate)];
  return context.cpus.map((cpu): Arrival => {
    const handler = (context.level === "hardirq" ? layout.hardirq[cpu] : layout.softirq[cpu]) ?? -1;
    const open = context.level === "hardirq" ? hardirqOpen(layout, cpu) : softirqOpen(layout, cpu);
    return {
      cpu,
      enabled: (cells) =>
        isOpen(cells, gate) && read(cells, credit) > 0 && open(cells) && (!isRcu || awaited.none(cells, layout.flush, number)),
      apply: (cells) => {
        if (context.timer !== null) awaited.begun(cells, layout.flush, number);
        cells[number] = labels.entry;
        cells[credit] = read(cells, credit) - 1;
        cells[handler] = number + 1;
      },
    };
  });
}

/** A worker takes an item that is queued: the next one in line, where they run one at a time. */
function workArrival(scope: Scope, number: number, timer: NonNullable<Context["timer"]>): Arrival {
  const { layout } = scope;
  const { context, labels } = contextAt(layout, number);
  const cell = timerCell(scope, timer);
  const line = layout.flush.lines.get(context.workqueue ?? "") ?? -1;
  const others = layout.contexts.flatMap((other, index) => (other.context.workqueue === context.workqueue ? [index] : []));
  const canRun = compileCanRun(layout, number);
  const after = context.after === null ? -1 : layout.contexts.findIndex((other) => other.context.id === context.after);
  const isItsTurn = (cells: Cells): boolean => after < 0 || read(cells, after) === OFF;
  const isNext = (cells: Cells): boolean => lines.placeOf(cells, line, number) === 0 && others.every((other) => read(cells, other) === OFF);
  return {
    cpu: context.cpus[0] ?? 0,
    enabled: (cells) => read(cells, cell) === 1 && isItsTurn(cells) && (canRun === null || canRun(cells)) && (line < 0 || isNext(cells)),
    apply: (cells) => {
      cells[number] = labels.entry;
      cells[cell] = 0;
      if (line >= 0) lines.leave(cells, line, number);
      awaited.begun(cells, layout.flush, number);
    },
  };
}

/** The cell of the number that keeps it from coming while it is not 0; -1 when there is none. */
function gateCell({ fields, codes }: Layout, { gate }: Context): number {
  if (gate === null) return -1;
  const cells = fields.get(gate.field);
  return (gate.object === null ? cells?.top : cells?.byObject[codes.objects.indexOf(gate.object)]) ?? -1;
}

function isOpen(cells: Cells, gate: number): boolean {
  return gate < 0 || read(cells, gate) === 0;
}

/** On PREEMPT_RT the thread of a handler is woken whatever its CPU does; it runs when it may. */
function wakeUp(layout: Layout, number: number, credit: number, gate: number): Arrival {
  const { context, labels } = contextAt(layout, number);
  const isRcu = context.kind === "rcu";
  return {
    cpu: context.cpus[0] ?? 0,
    enabled: (cells) => isOpen(cells, gate) && read(cells, credit) > 0 && (!isRcu || awaited.none(cells, layout.flush, number)),
    apply: (cells) => {
      if (isRcu) awaited.begun(cells, layout.flush, number);
      cells[number] = labels.entry;
      cells[credit] = read(cells, credit) - 1;
    },
  };
}

/** Tells for each pc number whether `holds` at that location; `elsewhere` for idle, done and fault labels. */
export function flags(labels: Labels, holds: (location: Location) => boolean, elsewhere: boolean): Flags {
  const result = new Uint8Array(pcCount(labels)).fill(elsewhere ? 1 : 0);
  labels.locations.forEach((location, index) => {
    result[index + 1] = holds(location) ? 1 : 0;
  });
  return result;
}

/** Preemption or, but for PREEMPT_RT, bottom halves disabled, or interrupts off: no other task of the CPU can run. */
export function nonPreemptible({ located }: Layout): (location: Location) => boolean {
  const { preemptRt } = located.program.configuration;
  return ({ state }) => state.preemption > 0 || (state.bottomHalves > 0 && !preemptRt) || !state.irqs;
}

/** Numbers of the tasks and kworkers of a CPU. */
export function tasksOn(layout: Layout, cpu: number): readonly number[] {
  return layout.contexts.flatMap(({ context }, number) => (context.level === "task" && context.cpus[0] === cpu ? [number] : []));
}

function softirqCanRun(layout: Layout, number: number, context: Context): Test | null {
  const pairs = context.cpus
    .map((cpu) => ({ soft: layout.softirq[cpu] ?? -1, hard: layout.hardirq[cpu] ?? -1 }))
    .filter(({ hard }) => hard >= 0);
  if (pairs.length === 0) return null;
  return (cells) => {
    for (const { soft, hard } of pairs) if (read(cells, soft) === number + 1) return read(cells, hard) === 0;
    return true;
  };
}

/** No hardirq on the CPU, and interrupts on: in its softirq, or if there is none, in all of its tasks. */
function hardirqOpen(layout: Layout, cpu: number): Test {
  const hard = layout.hardirq[cpu] ?? -1;
  const soft = layout.softirq[cpu] ?? -1;
  const irqsOn = layout.contexts.map(({ labels }) => flags(labels, (location) => location.state.irqs, true));
  const tasks = tasksOn(layout, cpu).map((task) => ({ task, on: irqsOn[task] ?? new Uint8Array() }));
  return (cells) => {
    if (read(cells, hard) !== 0) return false;
    const active = soft < 0 ? 0 : read(cells, soft);
    if (active !== 0) return irqsOn[active - 1]?.[read(cells, active - 1)] === 1;
    for (const { task, on } of tasks) if (on[read(cells, task)] === 0) return false;
    return true;
  };
}

/** No handler on the CPU, and interrupts and bottom halves on in all of its tasks. */
function softirqOpen(layout: Layout, cpu: number): Test {
  const handlers = [layout.hardirq[cpu] ?? -1, layout.softirq[cpu] ?? -1].filter((cell) => cell >= 0);
  const tasks = tasksOn(layout, cpu).map((task) => ({
    task,
    open: flags(contextAt(layout, task).labels, ({ state }) => state.irqs && state.bottomHalves === 0, true),
  }));
  return (cells) => {
    for (const cell of handlers) if (read(cells, cell) !== 0) return false;
    for (const { task, open } of tasks) if (open[read(cells, task)] === 0) return false;
    return true;
  };
}

function contextAt(layout: Layout, number: number): ContextCells {
  const found = layout.contexts[number];
  if (found === undefined) throw new Error(`no context ${number}`);
  return found;
}
