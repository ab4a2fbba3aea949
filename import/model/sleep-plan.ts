// "sleeping function called from invalid context": the call path, with what makes it atomic. Held spinning locks, read sections and
// interrupts do that by themselves; what else does it, the text says at best in which function.

import type { Reading } from "../index.js";
import { calledToSleep } from "../summary/callers.js";
import type { CallPath } from "./call-path.js";
import { companyFor } from "./company.js";
import { mainContext } from "./contexts.js";
import type { LockBook } from "./lock-book.js";
import { isSection, isSpinning } from "./lock-type.js";
import type { Switches } from "./placing.js";
import type { Atomic } from "./plan.js";
import type { Scene } from "./plan-model.js";

export function sleepInAtomic(reading: Reading, book: LockBook): Scene {
  const { report } = reading;
  const { context } = mainContext(reading, book, (switches, path) => ({
    kind: "might-sleep",
    called: calledToSleep(report),
    atomic: atomicBy(reading, book, switches, path),
  }));
  return {
    contexts: [context],
    company: companyFor(context, report.heldLocks ?? [], book.planOf),
    expectation: { kind: "sleep-in-atomic", lock: null, function: context.frames.at(-1)?.name ?? null },
    notes: report.heldLocks === null ? ["GUESS: which locks are held is not in the text"] : [],
  };
}

function atomicBy({ report, details }: Reading, book: LockBook, { irqsOff }: Switches, { kind }: CallPath): Atomic | null {
  if (kind === "softirq" || kind === "hardirq") return null;
  if (details.irqsDisabled === true) return irqsOff ? null : { by: "interrupts", since: null };
  const types = (report.heldLocks ?? []).flatMap(({ name }) => book.planOf(name)?.type ?? []);
  if (types.some((type) => isSection(type) || isSpinning(type))) return null;
  if (details.inAtomic === false && details.inReadSection === true) return { by: "rcu", since: null };
  return { by: "preemption", since: details.preemptionDisabledIn };
}
