// One plan for each lock class of a report, from all that the report says of it.

import type { Reading } from "../index.js";
import type { ReportedLock } from "../schema.js";
import { instancesOf } from "./instances.js";
import { classNameOf, type Evidence, lockPlan, operationsOf, type RawNesting } from "./lock-type.js";
import { nestingsOf, reconcile } from "./nestings.js";
import type { LockPlan, LockType } from "./plan.js";

export interface LockBook {
  /** Null: a map that is no lock. */
  readonly planOf: (name: string) => LockPlan | null;
  /** The same, with a lock that stands in for a map. */
  readonly lockFor: (name: string) => LockPlan;
  /** Which object of its class a lock is, from 0. */
  readonly objectOf: (lock: ReportedLock) => number;
  /** The same by its name with the subclass. */
  readonly objectNamed: (name: string) => number;
}

export function lockBook(reading: Reading, nesting: RawNesting): LockBook {
  const known = plansOf(reading, nesting);
  const maps = new Set([...known].flatMap(([className, plan]) => (plan === null ? [className] : [])));
  const { safe, unsafe, usageChange } = reading.details;
  const standIn = safe === null && unsafe === null && usageChange === null ? "mutex" : "spinlock_t";
  const plans = new Map([...known].map(([className, plan]) => [className, plan ?? mapPlan(className, standIn)]));
  reconcile(nestingsOf(reading), plans);
  const instances = instancesOf(reading.report);
  const lockFor = (name: string): LockPlan => {
    const plan = plans.get(classNameOf(name)) ?? mapPlan(classNameOf(name), standIn);
    return { ...plan, objects: instances.count(plan.className) };
  };
  return {
    planOf: (name) => (plans.has(classNameOf(name)) && !maps.has(classNameOf(name)) ? lockFor(name) : null),
    lockFor,
    objectOf: instances.indexOf,
    objectNamed: instances.indexNamed,
  };
}

function plansOf(reading: Reading, nesting: RawNesting): ReadonlyMap<string, LockPlan | null> {
  const known = new Map<string, LockPlan | null>();
  for (const evidence of evidences(reading)) {
    const className = classNameOf(evidence.name);
    const plan = lockPlan(evidence, nesting);
    const before = known.get(className);
    if (before === undefined || (before !== null && before.guess !== null && plan?.guess === null)) known.set(className, plan);
  }
  return known;
}

function evidences({ report, details }: Reading): readonly Evidence[] {
  const { acquiring, holding, heldLocks, chain, callTrace } = report;
  const blocks = details.dependencies.flat().map((block) => {
    const trace = block.acquiredAt.length > 0 ? block.acquiredAt : (block.uses[0]?.trace ?? []);
    return { ...block, operations: operationsOf(trace, null) };
  });
  const ends = [details.safe, details.unsafe].flatMap((end) =>
    end?.lock == null ? [] : [{ ...end.lock, operations: operationsOf(end.becameAt, null) }],
  );
  return [
    ...(acquiring === null ? [] : [{ ...acquiring, operations: operationsOf(callTrace, acquiring.function) }]),
    ...(chain ?? []).map((entry) => ({ ...entry, operations: operationsOf(entry.trace, null) })),
    ...blocks,
    ...ends,
    ...[holding, ...(heldLocks ?? [])].filter((lock) => lock !== null).map((lock) => ({ ...lock, operations: [] })),
  ];
}

function mapPlan(className: string, type: LockType): LockPlan {
  return { className, type, guess: "a map of lockdep, which stands for a wait: here it is a lock", objects: 1 };
}
