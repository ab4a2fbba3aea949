// The part of a call trace that is about the code in question: without the reporting and locking functions on top and the entry below.

import type { Report } from "../schema.js";

const MACHINERY =
  /^\.?(?:show_stack|dump_stack|dump_stack_lvl|__dump_stack|dump_backtrace|unwind_backtrace|print_\w+(?:\.\w+)*|check_\w+(?:\.\w+)*|validate_chain(?:\.\w+)*|mark_lock\w*(?:\.\w+)*|mark_usage|valid_state|__lock_\w+(?:\.\w+)*|lock_acquire(?:\.\w+)*|lock_release(?:\.\w+)*|lock_sync|reacquire_held_locks|lockdep_\w+(?:\.\w+)*|_{0,4}might_(?:sleep|resched|fault)(?:\.\w+)*|_?_?(?:raw_)+(?:spin|read|write)_\w+|rt_(?:spin|read|write|mutex)_\w+|__mutex_\w+(?:\.\w+)*|mutex_\w+|__ww_mutex_\w+|ww_mutex_\w+|down_(?:read|write)\w*|rwsem_\w+|up_(?:read|write)\w*|percpu_(?:down|up)_\w+|rcu_lock_\w+)$/;

/** Innermost first. */
export function callers({ callTrace, acquiring }: Pick<Report, "callTrace" | "acquiring">): readonly string[] {
  const functions = callTrace ?? [];
  const named = acquiring?.function == null ? -1 : functions.indexOf(acquiring.function);
  const first = named >= 0 ? named : functions.findIndex((name) => !MACHINERY.test(name));
  return first < 0 ? [] : functions.slice(first);
}
