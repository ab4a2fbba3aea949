// The small reports about held locks: released without being held, still held at the end, held where the context may sleep,
// or where a function is called that wants another context
// (lockdep.c: print_unlock_imbalance_bug, print_held_locks_bug; workqueue.c: process_one_work; sched/core.c: __might_resched).

import type { Finding } from "../../harness/result.js";
import { blank, type Line, lines } from "../lines.js";
import { backtraceLines, heldLines } from "../lock-lines.js";
import { contextName, place } from "../names.js";

/** Without a lock it is the preempt_count that would fall below 0: kernel/sched/core.c, preempt_count_sub. */
export function unlockBalanceTitle({ lock }: Finding): string {
  return lock === null ? "DEBUG_LOCKS_WARN_ON(val > preempt_count())" : "WARNING: bad unlock balance detected!";
}

export function unlockBalanceLines(finding: Finding): readonly Line[] {
  const { context, lock } = finding;
  if (context === null) return [];
  const none = finding.held.length === 0 ? "but there are no more locks to release!" : "but it does not hold that lock!";
  const what =
    lock === null
      ? [`${contextName(context)} is trying to enable at:`, siteText(finding), "but it has not disabled!"]
      : [`${contextName(context)} is trying to release lock (${lock.name}) at:`, siteText(finding), none];
  return [
    ...lines(what),
    blank,
    ...lines(["other info that might help us debug this:", ...heldLines(context, finding.held)]),
    blank,
    ...lines(backtraceLines(context, finding.callTrace)),
  ];
}

export const HELD_LOCK_FREED_TITLE = "WARNING: held lock freed!";

/** The kernel names a stretch of memory; a model has objects. */
export function heldLockFreedLines(finding: Finding): readonly Line[] {
  const { context, lock } = finding;
  if (context === null) return [];
  const initialising = `${contextName(context)} initialises${lock === null ? "" : ` ${lock.instance ?? lock.name}`}, with the lock still held there!`;
  return [
    ...lines([initialising, siteText(finding), ...heldLines(context, finding.held)]),
    blank,
    ...lines(backtraceLines(context, finding.callTrace)),
  ];
}

export function heldAtEndTitle(finding: Finding): string {
  const { context, held } = finding;
  const name = context === null ? "a context" : contextName(context);
  if (held.length === 0 || context?.kind === "kworker")
    return `BUG: ${context?.kind === "kworker" ? "workqueue" : name} leaked atomic, lock or RCU${context?.kind === "kworker" ? `: ${name}` : ""}`;
  return `WARNING: ${name} still has locks held!`;
}

export function heldAtEndLines(finding: Finding): readonly Line[] {
  const { context } = finding;
  if (context === null) return [];
  return [...lines(heldLines(context, finding.held)), blank, ...lines(backtraceLines(context, finding.callTrace))];
}

export function sleepInAtomicTitle(finding: Finding): string {
  return `BUG: sleeping function called from invalid context${finding.at === null ? "" : ` at ${place(finding.at)}`}`;
}

/** The kernel's line of counters is left out: the model has no preempt_count. The message below says what makes the context atomic. */
export function sleepInAtomicLines(finding: Finding): readonly Line[] {
  const { context } = finding;
  if (context === null) return [];
  return lines([...heldLines(context, finding.held), ...backtraceLines(context, finding.callTrace)]);
}

export const RCU_USAGE_TITLE = "WARNING: suspicious RCU usage";

/** kernel/locking/lockdep.c, lockdep_rcu_suspicious. */
export function rcuUsageLines(finding: Finding): readonly Line[] {
  const { context } = finding;
  if (context === null) return [];
  return [
    ...lines([`${siteText(finding)} suspicious RCU usage!`, "", "other info that might help us debug this:", ""]),
    ...lines([...heldLines(context, finding.held), ...backtraceLines(context, finding.callTrace)]),
  ];
}

/** As the kernel's WARN_ON names its place: `WARNING: at models/x.ts:12:3 f`. */
export function contextAssertionTitle(finding: Finding): string {
  return `WARNING: at ${finding.at === null ? "" : `${place(finding.at)} `}${finding.function ?? ""}`.trimEnd();
}

export function contextAssertionLines(finding: Finding): readonly Line[] {
  const { context } = finding;
  if (context === null) return [];
  return lines([...heldLines(context, finding.held), ...backtraceLines(context, finding.callTrace)]);
}

function siteText(finding: Finding): string {
  const name = finding.function ?? "";
  return finding.at === null ? name : `${name} (${place(finding.at)})`;
}
