// The part of a call trace that is about the code in question: without the reporting, locking and sleeping functions on top.

import type { Report } from "../schema.js";
import { maySleep } from "./sleepers.js";

const MACHINERY =
  /^\.?(?:show_stack|dump_stack|dump_stack_lvl|__dump_stack|dump_backtrace|unwind_backtrace|print_\w+(?:\.\w+)*|check_\w+(?:\.\w+)*|validate_chain(?:\.\w+)*|mark_lock\w*(?:\.\w+)*|mark_usage|valid_state|__lock_\w+(?:\.\w+)*|lock_acquire(?:\.\w+)*|lock_release(?:\.\w+)*|lock_sync|reacquire_held_locks|lockdep_\w+(?:\.\w+)*|_{0,4}might_(?:sleep|resched|fault)(?:\.\w+)*|_?_?(?:raw_)+(?:spin|read|write)_\w+|rt_(?:spin|read|write|mutex)_\w+|__mutex_\w+(?:\.\w+)*|mutex_\w+|__ww_mutex_\w+|ww_mutex_\w+|down_(?:read|write)\w*|rwsem_\w+|up_(?:read|write)\w*|percpu_(?:down|up)_\w+|rcu_lock_\w+)$/;

/** What of it reports; the rest are functions of locks, which may sleep themselves. */
const REPORTING = /^\.?(?:show_|dump_|__dump_|unwind_|print_|lockdep_|_{0,4}might_)/;

type Called = Pick<Report, "callTrace" | "acquiring"> & Partial<Pick<Report, "heldLocks">>;

/** Innermost first. */
export function callers(report: Called): readonly string[] {
  const first = firstCaller(report);
  return first < 0 ? [] : (report.callTrace ?? []).slice(first);
}

/** The function that the first of the callers called, and which may sleep: `kmem_cache_alloc`; null where it is `might_sleep` itself. */
export function calledToSleep(report: Called): string | null {
  const called = report.callTrace?.[firstCaller(report) - 1];
  return called === undefined || REPORTING.test(called) ? null : called;
}

/** `at:` is where a lock is taken; where a report is about none, it is about who calls a function that may sleep. */
function firstCaller({ callTrace, acquiring, heldLocks }: Called): number {
  const functions = callTrace ?? [];
  const named = acquiring?.function == null ? -1 : functions.indexOf(acquiring.function);
  if (named >= 0) return named;
  const holders = new Set((heldLocks ?? []).map(({ function: name }) => name));
  const caller = functions.findIndex((name) => !MACHINERY.test(name) && (holders.has(name) || !maySleep(name)));
  return caller >= 0 ? caller : functions.findIndex((name) => !MACHINERY.test(name));
}
