// Why a report is one: lockdep's rule, with the locks of the report in it.

import type { Reading } from "../index.js";
import type { Report, ReportedLock } from "../schema.js";
import { innerType, outerType } from "../wait-types.js";
import { sleeping } from "./why-atomic.js";
import { suspicious } from "./why-rcu.js";

export function why(reading: Reading): string {
  const { report, details } = reading;
  const name = report.acquiring?.name ?? "the lock";
  const held = report.holding?.name ?? "the lock it holds";
  switch (report.kind) {
    case "invalid-wait-context":
      return waitContext(report);
    case "circular":
      return `${held} depends on ${name} already: somewhere the locks are taken in the opposite order, so two tasks can wait for each other for ever.`;
    case "recursive":
      return `a lock of the same class as ${name} is held already. If it is the same lock, the task waits for itself; if not, nothing tells lockdep in which order the two are taken.`;
    case "inconsistent-state":
      return details.usageChange === null
        ? `${name} is used both in interrupts and with them enabled.`
        : `${name} was used as ${details.usageChange.from} before and as ${details.usageChange.to} now: an interrupt can come on top of a holder and wait for it for ever.`;
    case "irq-lock-order":
      return `${className(details.safe) ?? "a lock"} is taken in ${interruptsOf(details.safe)}, ${className(details.unsafe) ?? "another one"} with them enabled; taking ${name} under ${held} connects them, so an interrupt on top of a holder of the second can wait for somebody who waits for that holder.`;
    case "irq-inversion":
      return `${name} and ${className(details.unsafe ?? details.safe) ?? "another lock"} are taken one under the other, and one of them is used in ${interruptsOf(details.unsafe ?? details.safe)} while the other is taken with them enabled.`;
    case "bad-unlock":
      return `${name} is released by a context that does not hold it.`;
    case "suspicious-rcu":
      return suspicious(reading);
    case "sleep-in-atomic":
      return sleeping(reading);
  }
}

function className(end: Reading["details"]["safe"]): string | null {
  return end?.lock?.name ?? null;
}

function interruptsOf(end: Reading["details"]["safe"]): string {
  return end?.state.startsWith("SOFTIRQ") === true ? "softirqs" : "hard interrupts";
}

function waitContext({ acquiring, heldLocks, context }: Report): string {
  const outer = acquiring === null ? null : outerType(acquiring);
  if (acquiring === null || outer === null) return "the lock may sleep, and the place does not allow that.";
  const strictest = strictestHeld(heldLocks ?? []);
  const allowed = Math.min(
    innerType({ waitTypes: context }) ?? Infinity,
    strictest === null ? Infinity : (innerType(strictest) ?? Infinity),
  );
  const reason = strictest !== null && innerType(strictest) === allowed ? `${strictest.name} is held` : "of the kind of interrupt this is";
  return `${acquiring.name} has wait type ${outer}, and here no more than ${allowed} is allowed, because ${reason}: what waits in a way that this place must not wait (a spinlock_t sleeps on PREEMPT_RT, a mutex always) may not be taken.`;
}

/** The first held lock with the lowest inner wait type; maps (0) do not count. */
export function strictestHeld(locks: readonly ReportedLock[]): ReportedLock | null {
  const counted = locks.filter((lock) => (innerType(lock) ?? 0) > 0);
  const lowest = Math.min(...counted.map((lock) => innerType(lock) ?? Infinity));
  return counted.find((lock) => innerType(lock) === lowest) ?? null;
}
