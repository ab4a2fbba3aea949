// lockdep's usage bits, from what was reached: docs/semantics.md section 6, last paragraph.
// Source: kernel/locking/lockdep.c, mark_usage, lockdep_hardirqs_on_prepare, lockdep_softirqs_on.

import type { HeldLock, Location, Typestate } from "../codegen/ir/located.js";
import type { ClassType, Context, Program } from "../codegen/ir/program.js";
import type { Coverage } from "./coverage.js";
import { lockClassOf } from "./findings/location-rules.js";
import type { ContextCells, Layout } from "./layout.js";
import { touchedMaps } from "./touched-maps.js";

export type UsageBit = "in-hardirq" | "in-softirq" | "hardirq-on" | "softirq-on";

/** The bits of one lock class and subclass. */
export interface Usage {
  readonly lockClass: string;
  readonly subclass: number;
  readonly bits: readonly UsageBit[];
}

/** Classes whose usage lockdep does not record. */
const INVISIBLE: ReadonlySet<ClassType> = new Set<ClassType>(["rcu", "rcu_bh", "rcu_sched", "bit_spinlock"]);

type Mark = (lockClass: string, subclass: number, bits: readonly UsageBit[]) => void;

/** Usage bits of all classes that were acquired, sorted by class and subclass. */
export function usageOf(layout: Layout, coverage: Coverage): readonly Usage[] {
  const { program } = layout.located;
  const found = new Map<string, { lockClass: string; subclass: number; bits: Set<UsageBit> }>();
  const mark: Mark = (lockClass, subclass, bits) => {
    if (program.lockClasses.some((candidate) => candidate.id === lockClass && INVISIBLE.has(candidate.type))) return;
    const key = `${lockClass} ${subclass}`;
    const entry = found.get(key) ?? { lockClass, subclass, bits: new Set() };
    for (const bit of bits) entry.bits.add(bit);
    found.set(key, entry);
  };
  layout.contexts.forEach((cells, number) => {
    markMaps(cells, number, coverage, mark);
    cells.labels.locations.forEach((location, index) => {
      if (!coverage.reached(number, index + 1)) return;
      markAcquisition(program, cells.context, location, number, index + 1, coverage, mark);
      markEnabling(cells, location, number, index + 1, coverage, mark);
    });
  });
  return [...found.values()]
    .sort((a, b) => (a.lockClass === b.lockClass ? a.subclass - b.subclass : a.lockClass < b.lockClass ? -1 : 1))
    .map(({ lockClass, subclass, bits }) => ({ lockClass, subclass, bits: [...bits].sort() }));
}

/** lockdep counts an acquisition before it waits, a trylock when it has succeeded, and then without the IN bits. */
function markAcquisition(
  program: Program,
  context: Context,
  location: Location,
  number: number,
  pc: number,
  coverage: Coverage,
  mark: Mark,
): void {
  const { operation } = location.node;
  const { irqs, bottomHalves } = location.state;
  const on = onBits(context, irqs, bottomHalves);
  if (operation.kind === "acquire" || operation.kind === "seq-write" || (operation.kind === "annotate" && operation.action !== "try")) {
    const { lock, subclass } = operation.acquisition;
    mark(lockClassOf(program, lock.field), subclass, [...inBits(context, coverage.overSoftirq(number, pc)), ...on]);
  }
  if ((operation.kind === "try-acquire" || operation.kind === "annotate") && coverage.taken(number, pc, 0)) {
    const { lock, subclass } = operation.acquisition;
    mark(lockClassOf(program, lock.field), subclass, on);
  }
  for (const map of touchedMaps(program, operation)) {
    // timer_delete_sync acquires the map with interrupts off.
    const onThen = onBits(context, irqs && operation.kind !== "timer-cancel", bottomHalves);
    mark(map, 0, [...inBits(context, coverage.overSoftirq(number, pc)), ...onThen]);
  }
}

/** Enabling interrupts or bottom halves marks everything held; it may be joined to any step, so it is seen on the way out. */
function markEnabling(cells: ContextCells, location: Location, number: number, pc: number, coverage: Coverage, mark: Mark): void {
  const { next, state } = location;
  next.forEach((label, way) => {
    const after = afterwards(location) ?? cells.labels.locations[cells.labels.numberOf(label) - 1]?.state;
    if (after === undefined || !after.irqs || !coverage.taken(number, pc, way)) return;
    const enablesBottomHalves = state.bottomHalves > 0 && after.bottomHalves === 0;
    if (state.irqs && !enablesBottomHalves) return;
    const bits = onBits(cells.context, true, after.bottomHalves).filter((bit) => !state.irqs || bit === "softirq-on");
    markAll(after.held, bits, mark);
  });
}

/** What a step of its own that enables something leaves; where it leads to, a step that disables it again may have been joined. */
function afterwards({ node: { operation }, state }: Location): Typestate | null {
  if (operation.kind === "irq" && operation.action === "enable") return { ...state, irqs: true };
  if (operation.kind === "irq" && operation.action === "restore") return { ...state, irqs: state.flags[operation.flags] ?? state.irqs };
  if (operation.kind === "bottom-halves" && operation.action === "enable")
    return { ...state, bottomHalves: Math.max(0, state.bottomHalves - 1) };
  return null;
}

function markMaps({ context, labels }: ContextCells, number: number, coverage: Coverage, mark: Mark): void {
  if (!coverage.reached(number, labels.entry)) return;
  for (const map of context.maps) mark(map, 0, [...inBits(context, false), ...onBits(context, context.level !== "hardirq", 0)]);
}

function markAll(held: readonly HeldLock[], bits: readonly UsageBit[], mark: Mark): void {
  for (const { lockClass, subclass } of held) mark(lockClass, subclass, bits);
}

function inBits(context: Context, overSoftirq: boolean): readonly UsageBit[] {
  switch (context.level) {
    case "task":
      return [];
    case "softirq":
      return ["in-softirq"];
    case "hardirq":
      return overSoftirq ? ["in-hardirq", "in-softirq"] : ["in-hardirq"];
  }
}

function onBits(context: Context, irqs: boolean, bottomHalves: number): readonly UsageBit[] {
  if (!irqs) return [];
  return bottomHalves === 0 && context.level !== "softirq" ? ["hardirq-on", "softirq-on"] : ["hardirq-on"];
}
