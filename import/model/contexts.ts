// Contexts of a model from the call traces of a report.

import type { Reading } from "../index.js";
import type { ReportedLock } from "../schema.js";
import { type CallPath, callPath } from "./call-path.js";
import type { LockBook } from "./lock-book.js";
import { subclassOf } from "./lock-type.js";
import { modeFor, placeLocks, type Switches, variantFor } from "./placing.js";
import type { ContextPlan, Deed, LockPlan, Mode, Take, Variant } from "./plan.js";

export interface Main {
  readonly context: ContextPlan;
  readonly switches: Switches;
}

/** The task the report is about, holding what it holds, with `deedOf` at the end of its call trace. */
export function mainContext(reading: Reading, book: LockBook, deedOf: (switches: Switches, path: CallPath) => Deed | null): Main {
  const { report, irqState } = reading;
  const held = report.heldLocks ?? (report.holding === null ? [] : [{ index: 0, ...report.holding }]);
  const path = judged(withoutOwnMaps(mainPath(reading, irqState), reading, book), report);
  const { frames, switches } = placeLocks(path, held, { ...book, planOf: (name) => inCycle(reading, book, name) });
  return {
    switches,
    context: {
      kind: path.kind,
      name: report.task?.comm ?? "task",
      frames,
      deed: deedOf(switches, path),
      workqueue: workOf(held, "wq"),
      work: workOf(held, "work"),
      cpu: null,
      threaded: !(report.context !== null && report.context.startsWith("2:")),
    },
  };
}

/** `context-{2:2}` is an interrupt, also where the call trace does not show that. */
function judged(path: CallPath, { context }: Reading["report"]): CallPath {
  if (context === null || /^[45]:/.test(context) || path.kind === "hardirq" || path.kind === "softirq") return path;
  return { ...path, kind: context.startsWith("2:") ? "hardirq" : "softirq" };
}

/** Where a worker's own map is part of the cycle it is taken like a lock, in a task. */
function withoutOwnMaps(path: CallPath, reading: Reading, book: LockBook): CallPath {
  const own = (reading.report.heldLocks ?? []).slice(0, 2).filter(({ name }) => /^\((?:wq|work)_completion\)/.test(name));
  return path.kind === "kworker" && own.some(({ name }) => inCycle(reading, book, name) !== null) ? { ...path, kind: "task" } : path;
}

/** A map counts where the cycle goes through it. */
function inCycle({ report, details }: Reading, book: LockBook, name: string): LockPlan | null {
  if (report.kind === "invalid-wait-context" || report.kind === "bad-unlock" || report.kind === "sleep-in-atomic") return book.planOf(name);
  const { chain, acquiring, holding } = report;
  const members = [...(chain ?? []), ...details.dependencies.flat(), acquiring, holding, details.safe?.lock, details.unsafe?.lock];
  return members.some((lock) => lock?.name === name) ? book.lockFor(name) : book.planOf(name);
}

function mainPath({ report }: Reading, irqState: string | null): CallPath {
  const { callTrace, acquiring, heldLocks } = report;
  if (callTrace !== null && callTrace.length > 0) return callPath(callTrace, acquiring?.function ?? null, irqState, heldLocks ?? []);
  const named = [...(heldLocks ?? []), acquiring].flatMap((lock) =>
    lock?.function == null || lock.function === "process_one_work" ? [] : [lock.function],
  );
  const worker = workOf(heldLocks ?? [], "wq") !== null;
  const path = callPath([], named.at(-1) ?? null, irqState);
  return {
    ...path,
    kind: path.kind === "task" && worker ? "kworker" : path.kind,
    functions: named.length === 0 ? path.functions : [...new Set(named)],
  };
}

function workOf(held: readonly ReportedLock[], what: "wq" | "work"): string | null {
  for (const { name } of held.slice(0, 2)) {
    const match = what === "wq" ? /^\(wq_completion\)(.+)$/.exec(name) : /^\(work_completion\)\((.+)\)$/.exec(name);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}

/** The acquisition that the report is about. */
export function acquisition(reading: Reading, book: LockBook, switches: Switches, path: CallPath): Deed {
  const { acquiring, callTrace } = reading.report;
  const lock = book.lockFor(acquiring?.name ?? "");
  const called = calledAs(callTrace, acquiring?.function ?? null);
  const guessed = acquiring === null || called !== null ? "write" : modeFor(lock, acquiring, path.kind, switches);
  const mode = called?.reads === true && lock.type === "rwlock_t" ? "read" : guessed;
  const variant = called?.variant ?? variantFor(lock, mode, acquiring?.usage ?? null, path.kind, switches);
  const object =
    acquiring === null
      ? 0
      : book.objectOf(reading.report.kind === "recursive" && acquiring.addr === null ? (holdingOf(reading) ?? acquiring) : acquiring);
  return { kind: "take", take: take(lock, { variant, mode, object, subclass: subclassOf(acquiring?.name ?? "") }) };
}

/** The last held lock of the class, of which the header says that it is held. */
function holdingOf({ report: { holding, heldLocks } }: Reading): ReportedLock | null {
  return (heldLocks ?? []).findLast(({ name }) => name === holding?.name) ?? holding;
}

/** `_raw_read_lock_irqsave` says how it was taken. */
function calledAs(
  trace: readonly string[] | null,
  acquiredIn: string | null,
): { readonly reads: boolean; readonly variant: Variant } | null {
  const above = trace === null || acquiredIn === null ? [] : trace.slice(0, Math.max(trace.indexOf(acquiredIn), 0));
  const match = above
    .map((name) => /^_raw_(spin|read|write)_lock(_irqsave|_irq|_bh)?(?:_nested)?$/.exec(name))
    .find((found) => found !== null);
  if (match == null) return null;
  const [, mode, suffix] = match;
  return {
    reads: mode === "read",
    variant: suffix === "_irqsave" || suffix === "_irq" || suffix === "_bh" ? suffix : "",
  };
}

export function take(
  lock: LockPlan,
  over: {
    readonly variant?: Variant;
    readonly subclass?: number;
    readonly object?: number;
    readonly mode?: Mode;
    readonly guess?: string;
  } = {},
): Take {
  return {
    lock,
    object: over.object ?? 0,
    subclass: over.subclass ?? 0,
    mode: over.mode ?? "write",
    variant: over.variant ?? "",
    helper: null,
    guess: over.guess ?? null,
  };
}

/** Somebody else, whose call trace the report has: takes `outer` at its beginning and `inner` at its end. */
export function otherContext(
  name: string,
  trace: readonly string[],
  takes: { readonly outer: Take | null; readonly inner: Take },
  over: Partial<ContextPlan> = {},
): ContextPlan {
  const path = callPath(trace, null, null);
  const kind = over.kind ?? (path.kind === "kworker" ? "task" : path.kind);
  const frames = path.functions.map((function_, index) => ({
    name: function_,
    takes: index === 0 && takes.outer !== null ? [takes.outer] : [],
    notes: [],
  }));
  return { name, frames, deed: { kind: "take", take: takes.inner }, workqueue: null, work: null, cpu: null, threaded: true, ...over, kind };
}
