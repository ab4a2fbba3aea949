// lockdep's usage bits, from what was reached: docs/semantics.md section 6, last paragraph.
// Source: kernel/locking/lockdep.c, mark_usage, lockdep_hardirqs_on_prepare, lockdep_softirqs_on.

import type { Acquisition, Operation } from "../codegen/ir/graph.js";
import type { HeldLock, Location, Typestate } from "../codegen/ir/located.js";
import type { Context, Program } from "../codegen/ir/program.js";
import type { Coverage } from "./coverage.js";
import { lockClassOf } from "./findings/location-rules.js";
import type { ContextCells, Layout } from "./layout.js";
import { touchedMaps } from "./touched-maps.js";

type State = "in-hardirq" | "in-softirq" | "hardirq-on" | "softirq-on";
export type UsageBit = `${State}-${"write" | "read"}`;

/** The bits of one lock class and subclass. */
export interface Usage {
  readonly lockClass: string;
  readonly subclass: number;
  readonly bits: readonly UsageBit[];
}

/** What is marked: a lock that is acquired, or held. */
type Marked = Pick<HeldLock, "lockClass" | "subclass" | "mode" | "check">;

type Mark = (lock: Marked, states: readonly State[]) => void;

/** Usage bits of all classes that have some, sorted by class and subclass. */
export function usageOf(layout: Layout, coverage: Coverage): readonly Usage[] {
  const { program } = layout.located;
  const found = new Map<string, { lockClass: string; subclass: number; bits: Set<UsageBit> }>();
  const mark: Mark = ({ lockClass, subclass, mode, check }, states) => {
    if (states.length === 0) return;
    // Of what is not checked, RCU sections among it, lockdep records no usage; a bit spinlock it does not know.
    if (!check || program.lockClasses.some(({ id, type }) => id === lockClass && type === "bit_spinlock")) return;
    const key = `${lockClass} ${subclass}`;
    const entry = found.get(key) ?? { lockClass, subclass, bits: new Set() };
    for (const state of states) entry.bits.add(`${state}-${mode === "exclusive" ? "write" : "read"}`);
    found.set(key, entry);
  };
  layout.contexts.forEach((cells, number) => {
    markMaps(cells, number, coverage, mark);
    cells.labels.locations.forEach((location, index) => {
      if (!coverage.reached(number, index + 1)) return;
      markAcquisition(program, cells.context, location, number, index + 1, coverage, mark);
      markEnabling(cells, location, number, index + 1, coverage, mark);
      markDowngrade(program, cells.context, location, mark);
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
  const on = onBits(context, irqs && !isToldWithInterruptsOff(program, operation), bottomHalves);
  if (operation.kind === "acquire" || operation.kind === "seq-write" || (operation.kind === "annotate" && operation.action !== "try")) {
    mark(acquired(program, operation.acquisition), [...inBits(context, coverage.overSoftirq(number, pc)), ...on]);
  }
  if ((operation.kind === "try-acquire" || operation.kind === "annotate") && coverage.taken(number, pc, 0)) {
    mark(acquired(program, operation.acquisition), on);
  }
  for (const map of touchedMaps(program, operation)) mark(mapOf(map), [...inBits(context, coverage.overSoftirq(number, pc)), ...on]);
}

/** timer_delete_sync and readers of a seqcount turn interrupts off while they tell lockdep; what is not held afterwards cannot be interrupted. */
function isToldWithInterruptsOff({ fields }: Program, operation: Operation): boolean {
  if (operation.kind !== "annotate") return operation.kind === "timer-cancel";
  const { action, acquisition } = operation;
  if (action === "sync") return true;
  const type = fields.find(({ id }) => id === acquisition.lock.field)?.type;
  return acquisition.mode !== "exclusive" && type?.kind === "lock" && type.type === "seqcount_t";
}

function acquired(program: Program, { lock, subclass, mode, check }: Acquisition): Marked {
  return { lockClass: lockClassOf(program, lock.field), subclass, mode, check };
}

function mapOf(lockClass: string): Marked {
  return { lockClass, subclass: 0, mode: "exclusive", check: true };
}

/** Enabling interrupts or bottom halves marks everything held; it may be joined to any step, so it is seen on the way out. */
function markEnabling(cells: ContextCells, location: Location, number: number, pc: number, coverage: Coverage, mark: Mark): void {
  const { next, state } = location;
  next.forEach((label, way) => {
    const after = afterwards(location) ?? cells.labels.locations[cells.labels.numberOf(label) - 1]?.state;
    if (after === undefined || !after.irqs || !coverage.taken(number, pc, way)) return;
    const enablesBottomHalves = state.bottomHalves > 0 && after.bottomHalves === 0;
    if (state.irqs && !enablesBottomHalves) return;
    const states = onBits(cells.context, true, after.bottomHalves).filter((one) => !state.irqs || one === "softirq-on");
    for (const lock of after.held) mark(lock, states);
  });
}

/** A writer that becomes a reader is acquired again as one, and what was acquired since once more. */
function markDowngrade(
  program: Program,
  context: Context,
  { node: { operation }, state: { held, irqs, bottomHalves } }: Location,
  mark: Mark,
): void {
  if (operation.kind !== "downgrade") return;
  const { lock } = operation;
  const named = held.findLastIndex(({ place }) => JSON.stringify(place) === JSON.stringify(lock));
  const alike = held.findLastIndex(({ place, lockClass }) => place !== null && lockClass === lockClassOf(program, lock.field));
  const writer = held[named] ?? held[alike];
  if (writer?.mode !== "exclusive") return;
  for (const again of [{ ...writer, mode: "shared" } as const, ...held.slice(held.indexOf(writer) + 1)])
    mark(again, onBits(context, irqs, bottomHalves));
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
  for (const map of context.maps) mark(mapOf(map), [...inBits(context, false), ...onBits(context, context.level !== "hardirq", 0)]);
}

function inBits(context: Context, overSoftirq: boolean): readonly State[] {
  switch (context.level) {
    case "task":
      return [];
    case "softirq":
      return ["in-softirq"];
    case "hardirq":
      return overSoftirq ? ["in-hardirq", "in-softirq"] : ["in-hardirq"];
  }
}

function onBits(context: Context, irqs: boolean, bottomHalves: number): readonly State[] {
  if (!irqs) return [];
  return bottomHalves === 0 && context.level !== "softirq" ? ["hardirq-on", "softirq-on"] : ["hardirq-on"];
}
