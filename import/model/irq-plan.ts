// Reports in which an interrupt comes on top of a holder: one lock (inconsistent state), or a chain of locks (lock order, inversion).

import type { Reading } from "../index.js";
import type { ReportedLock } from "../schema.js";
import { acquisition, mainContext, otherContext, take } from "./contexts.js";
import type { LockBook } from "./lock-book.js";
import { classNameOf } from "./lock-type.js";
import type { ContextKind, ContextPlan } from "./plan.js";
import type { Scene } from "./plan-model.js";

const EXPECTED = { kind: "circular-wait", lock: null, function: null } as const;

export function irqPlan(reading: Reading, book: LockBook, acquiring: ReportedLock): Scene | string {
  if (reading.report.kind === "inconsistent-state") return inconsistent(reading, book, acquiring);
  return chained(reading, book, acquiring);
}

function levelOf(state: string): ContextKind {
  return state.includes("SOFTIRQ") ? "softirq" : "hardirq";
}

/** `{SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W}`: the report's task is the interrupt, the first usage was in a task; or the other way round. */
function inconsistent(reading: Reading, book: LockBook, acquiring: ReportedLock): Scene | string {
  const change = reading.details.usageChange;
  if (change === null) return "The report is cut off before the change of usage, so there is no model of it.";
  const lock = book.lockFor(acquiring.name);
  const comes = /^IN-/.test(change.to);
  const main = mainContext(reading, book, (switches, path) => acquisition(reading, book, switches, path)).context;
  const state = comes ? change.to : change.from;
  if (state.includes("RECLAIM_FS")) return reclaim(main, lock);
  const level = levelOf(state);
  const notes =
    state === "IN-NMI" ? ["GUESS: the interrupt cannot be masked (NMI); here it is one that can, and its victim has interrupts on"] : [];
  const other = otherContext(
    comes ? "first user" : "interrupt",
    change.registeredAt,
    { outer: null, inner: take(lock) },
    { kind: comes ? "task" : level },
  );
  return {
    contexts: [other, comes ? { ...main, kind: level } : unmasked(main)],
    company: [],
    expectation: EXPECTED,
    notes,
  };
}

/** Memory reclaim in the middle of the section takes the lock again. */
function reclaim(main: ContextPlan, lock: Parameters<typeof take>[0]): Scene {
  const holder = { name: "allocation_under_the_lock", takes: [take(lock)], notes: ["an allocation here goes into reclaim"] };
  return { contexts: [{ ...main, kind: "task", frames: [holder, ...main.frames] }], company: [], expectation: EXPECTED, notes: [] };
}

/** With interrupts and bottom halves on, as the report says it was. */
function unmasked(main: ContextPlan): ContextPlan {
  const { deed } = main;
  return deed?.kind === "take" ? { ...main, deed: { kind: "take", take: { ...deed.take, variant: "" } } } : main;
}

/** safe -> … -> unsafe: an interrupt on top of a holder of the last wants the first. */
function chained(reading: Reading, book: LockBook, acquiring: ReportedLock): Scene | string {
  const { report, details } = reading;
  const safe = details.safe ?? (details.unsafe === null ? null : { ...details.unsafe, lock: acquiring, becameAt: [] });
  const unsafe = details.unsafe ?? (details.safe === null ? null : { ...details.safe, lock: acquiring, becameAt: [] });
  if (safe?.lock == null || unsafe?.lock == null) return "The report is cut off before the second lock, so there is no model of it.";
  const level = levelOf(safe.state);
  const path = pathOf(reading, safe.lock.name, unsafe.lock.name);
  const byReport = report.kind === "irq-lock-order";
  const main = mainContext(reading, book, (switches, place) => acquisition(reading, book, switches, place)).context;
  const inHandler = !byReport && details.unsafe !== null;
  const steps = path.slice(1).flatMap((name, index) => step(reading, book, path[index] ?? "", name, byReport));
  const handler = otherContext("interrupt", safe.becameAt, { outer: null, inner: take(book.lockFor(safe.lock.name)) }, { kind: level });
  const holder = otherContext("holder", unsafe.becameAt, { outer: null, inner: take(book.lockFor(unsafe.lock.name)) }, { kind: "task" });
  const ends = byReport ? [handler, holder, main] : inHandler ? [holder, { ...main, kind: level }] : [handler, unmasked(main)];
  const notes = details.dependencies.length === 0 ? ["GUESS: the dependencies between the locks are not in the text"] : [];
  return { contexts: [...steps, ...ends], company: [], expectation: EXPECTED, notes };
}

/** Class names from the irq-safe to the irq-unsafe lock. */
function pathOf({ report, details }: Reading, safe: string, unsafe: string): readonly string[] {
  const lists = details.dependencies.map((blocks) => blocks.map(({ name }) => name));
  const ordered = report.kind === "irq-lock-order" ? lists : lists.slice(0, 1);
  const middle = ordered.flatMap((names, place) =>
    facesBackwards(names, place === 0 ? safe : (report.acquiring?.name ?? "")) ? [...names].reverse() : names,
  );
  const all = [
    safe,
    ...middle,
    ...(report.kind === "irq-lock-order" ? [report.holding?.name ?? safe, report.acquiring?.name ?? unsafe] : []),
    unsafe,
  ];
  const order = report.kind === "irq-lock-order" ? sorted(all, report.holding?.name, report.acquiring?.name, unsafe) : all;
  return order.filter((name, index) => order.findIndex((other) => classNameOf(other) === classNameOf(name)) === index);
}

function facesBackwards(names: readonly string[], first: string): boolean {
  return names.length > 1 && names.at(-1) === first;
}

/** The lock that is held and the one that is acquired follow each other; the unsafe one is the last. */
function sorted(names: readonly string[], held: string | undefined, acquired: string | undefined, unsafe: string): readonly string[] {
  const before = names.slice(0, Math.max(names.indexOf(held ?? ""), 0));
  const after = names.filter((name) => !before.includes(name) && name !== held && name !== acquired && name !== unsafe);
  return [...before, ...(held === undefined ? [] : [held]), ...(acquired === undefined ? [] : [acquired]), ...after, unsafe];
}

/** Somebody takes `inner` under `outer`, with interrupts off; the report's own step is its task's. */
function step(reading: Reading, book: LockBook, outer: string, inner: string, byReport: boolean): readonly ContextPlan[] {
  const { report, details } = reading;
  if (
    byReport &&
    classNameOf(outer) === classNameOf(report.holding?.name ?? "") &&
    classNameOf(inner) === classNameOf(report.acquiring?.name ?? "")
  )
    return [];
  const acquiredAt =
    details.dependencies.flat().find(({ name, acquiredAt: trace }) => name === inner && trace.length > 0)?.acquiredAt ?? [];
  const takes = {
    outer: take(book.lockFor(outer), { variant: "_irq", guess: `where ${outer} is taken is not in the text` }),
    inner: take(book.lockFor(inner)),
  };
  return [otherContext(`${outer} -> ${inner}`, acquiredAt, takes, { kind: "task" })];
}
