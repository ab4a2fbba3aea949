// A plan for a model that shows what a report warns of, by the kind of the report.

import type { Reading } from "../index.js";
import type { ChainEntry, ReportedLock } from "../schema.js";
import { companyFor } from "./company.js";
import { acquisition, mainContext, otherContext, take } from "./contexts.js";
import { onFewCpus } from "./few-cpus.js";
import { irqPlan } from "./irq-plan.js";
import { type LockBook, lockBook } from "./lock-book.js";
import { classNameOf, rawNestingOf, subclassOf } from "./lock-type.js";
import type { Company, ContextPlan, Deed, Expectation, ModelPlan, Take } from "./plan.js";
import { suspiciousRcu } from "./rcu-plan.js";
import { sleepInAtomic } from "./sleep-plan.js";

/** What the planners of single kinds give. */
export interface Scene {
  /** lockdep learns from them in this order, so the report's own comes behind those that it has already learnt from. */
  readonly contexts: readonly ContextPlan[];
  readonly company: readonly Company[];
  readonly expectation: Expectation;
  readonly notes: readonly string[];
}

/** A sentence when there is no model of such a report. */
export function planModel(reading: Reading): ModelPlan | string {
  const nesting = rawNestingOf(reading.report);
  const scene = sceneOf(reading, lockBook(reading, nesting));
  const placed = typeof scene === "string" ? scene : onFewCpus(scene);
  return typeof placed === "string" ? placed : { ...placed, rawNesting: nesting.on, rawNestingGuessed: nesting.guessed };
}

function sceneOf(reading: Reading, book: LockBook): Scene | string {
  const { report } = reading;
  switch (report.kind) {
    case "invalid-wait-context":
      return report.acquiring === null ? unnamed("that is acquired") : waitContext(reading, book, report.acquiring);
    case "circular":
      return report.acquiring === null || report.holding === null ? unnamed("that is acquired or held") : circular(reading, book);
    case "recursive":
      return report.acquiring === null ? unnamed("that is acquired") : recursive(reading, book);
    case "inconsistent-state":
    case "irq-lock-order":
    case "irq-inversion":
      return report.acquiring === null ? unnamed("that is acquired") : irqPlan(reading, book, report.acquiring);
    case "bad-unlock":
      return report.acquiring === null ? unnamed("that is released") : badUnlock(reading, book, report.acquiring);
    case "sleep-in-atomic":
      return sleepInAtomic(reading, book);
    case "suspicious-rcu":
      return suspiciousRcu(reading, book);
  }
}

function unnamed(which: string): string {
  return `The report is cut off before the lock ${which}, so there is no model of it.`;
}

function waitContext(reading: Reading, book: LockBook, acquiring: ReportedLock): Scene {
  const lock = book.lockFor(acquiring.name);
  const { context } = mainContext(reading, book, (switches, path) => acquisition(reading, book, switches, path));
  return {
    contexts: [context],
    company: companyFor(context, [...(reading.report.heldLocks ?? []), acquiring], book.planOf),
    expectation: { kind: "wait-context", lock: subclassOf(acquiring.name) === 0 ? lock.className : null, function: acquiring.function },
    notes: [],
  };
}

/** Entry #i of the chain was taken while #i-1 was held; the report's task takes #0 while it holds the last. */
function circular(reading: Reading, book: LockBook): Scene {
  const { context } = mainContext(reading, book, (switches, path) => acquisition(reading, book, switches, path));
  const chain = reading.report.chain ?? [];
  const others = chain.flatMap((entry) => edge(book, chain, entry) ?? []);
  const complete = others.length > 0 ? others : [oppositeOrder(reading, book)];
  return {
    contexts: [...complete, context],
    company: [],
    expectation: { kind: "circular-wait", lock: null, function: null },
    notes: others.length > 0 ? [] : ["GUESS: the dependency chain is not in the text; somebody takes the two locks in the opposite order"],
  };
}

function edge(book: LockBook, chain: readonly ChainEntry[], entry: ChainEntry): ContextPlan | null {
  const outer = chain.find(({ index }) => index === entry.index - 1);
  if (outer === undefined || classNameOf(outer.name) === classNameOf(entry.name)) return null;
  const takes = {
    outer: take(book.lockFor(outer.name), {
      object: book.objectNamed(outer.name),
      subclass: subclassOf(outer.name),
      guess: `where ${outer.name} is taken is not in the text`,
    }),
    inner: take(book.lockFor(entry.name), { object: book.objectNamed(entry.name), subclass: subclassOf(entry.name) }),
  };
  return otherContext(`chain-${entry.index}`, entry.trace, takes);
}

function oppositeOrder({ report: { acquiring, holding } }: Reading, book: LockBook): ContextPlan {
  const takes = { outer: take(book.lockFor(acquiring?.name ?? "")), inner: take(book.lockFor(holding?.name ?? "")) };
  return otherContext("opposite", [], takes);
}

function recursive(reading: Reading, book: LockBook): Scene {
  const main = mainContext(reading, book, (switches, path) => acquisition(reading, book, switches, path));
  const context = written(main.context, classNameOf(reading.report.acquiring?.name ?? ""));
  const expectation = { kind: "circular-wait", lock: null, function: null } as const;
  const { deed } = context;
  const inner = deed?.kind === "take" ? deed.take : null;
  const outer = context.frames.flatMap(({ takes }) => takes).findLast((held) => held.lock.className === inner?.lock.className);
  if (inner === null || outer === undefined || outer.object === inner.object) {
    const notes = reading.report.acquiring?.addr === null ? ["GUESS: the two locks of the class are the same one"] : [];
    return { contexts: [context], company: [], expectation, notes };
  }
  const opposite = { outer: take(inner.lock, { object: inner.object }), inner: take(inner.lock, { object: outer.object }) };
  const notes = [
    "GUESS: the two locks are different ones of a class, and somebody takes them the other way round; if they have an order, there is no deadlock",
  ];
  return { contexts: [context, otherContext("opposite", [], opposite)], company: [], expectation, notes };
}

/** Two readers alone do not wait for each other. */
function written(context: ContextPlan, className: string): ContextPlan {
  const asWriter = (one: Take): Take => (one.lock.className === className ? { ...one, mode: "write" } : one);
  const { deed, frames } = context;
  return {
    ...context,
    frames: frames.map((frame) => ({ ...frame, takes: frame.takes.map(asWriter) })),
    deed: deed?.kind === "take" ? { ...deed, take: asWriter(deed.take) } : deed,
  };
}

function badUnlock(reading: Reading, book: LockBook, released: ReportedLock): Scene {
  const lock = book.lockFor(released.name);
  const deed: Deed = {
    kind: "release",
    lock,
    object: book.objectOf(released),
    mode: (reading.report.callTrace ?? []).some((name) => /^(?:up_read|_raw_read_unlock)/.test(name)) ? "read" : "write",
  };
  const { context } = mainContext(reading, book, () => deed);
  return {
    contexts: [context],
    company: companyFor(context, reading.report.heldLocks ?? [], book.planOf),
    expectation: { kind: "unlock-balance", lock: null, function: released.function },
    notes: [],
  };
}
