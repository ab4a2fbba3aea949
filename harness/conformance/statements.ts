// The words of the self-test's notation as statements of the language.

import type { Locks, NamedLock } from "./locks.js";
import { wwStatement } from "./ww-statements.js";

const PLAIN: Readonly<Record<string, string>> = {
  "irq-disable": "local_irq_disable",
  "irq-enable": "local_irq_enable",
  "bh-disable": "local_bh_disable",
  "bh-enable": "local_bh_enable",
  "rcu-lock": "rcu_read_lock",
  "rcu-unlock": "rcu_read_unlock",
  "rcu-bh-lock": "rcu_read_lock_bh",
  "rcu-bh-unlock": "rcu_read_unlock_bh",
  "rcu-sched-lock": "rcu_read_lock_sched",
  "rcu-sched-unlock": "rcu_read_unlock_sched",
};

const RECLAIM: Readonly<Record<string, string>> = {
  "reclaim-enter": "fs_reclaim_acquire",
  "reclaim-exit": "fs_reclaim_release",
  "might-alloc": "might_alloc",
};

const OF_A_LOCK: Readonly<Record<string, (lock: NamedLock) => string | undefined>> = {
  lock: ({ words }) => words.lock,
  unlock: ({ words }) => words.unlock,
  rlock: ({ words }) => words.readLock,
  runlock: ({ words }) => words.readUnlock,
  init: ({ words }) => words.init,
};

/** The statements of one operation, on one line; null when the language has no word for it. */
export function statementOf(op: string, locks: Locks): string | null {
  return wwStatement(op, locks) ?? plainStatement(op, locks);
}

function plainStatement(op: string, locks: Locks): string | null {
  const [verb = "", operand = "", ...rest] = op.split(" ");
  const plain = PLAIN[verb];
  if (plain !== undefined) return `${plain}();`;
  const reclaim = RECLAIM[verb];
  if (reclaim !== undefined) return `${reclaim}(${operand});`;
  if (verb === "nofs-save") return "const nofs = memalloc_nofs_save();";
  if (verb === "nofs-restore") return "memalloc_nofs_restore(nofs);";
  const lock = locks.named(operand);
  if (lock === null) return null;
  if (verb === "set-subclass") return `lockdep_set_subclass(${lock.expression}, ${rest[0]});`;
  if (verb === "assert-same-name") return `assert(lockdep_name(${lock.expression}) === ${JSON.stringify(locks.className(operand))});`;
  if (verb === "lock" && rest[0] === "nest") return nestedStatement(lock, locks.named(rest[1] ?? ""));
  const name = rest.length === 0 ? OF_A_LOCK[verb]?.(lock) : undefined;
  return name === undefined ? null : `${name}(${lock.expression});`;
}

function nestedStatement({ expression, words }: NamedLock, outer: NamedLock | null): string | null {
  return words.nest === undefined || outer === null ? null : `${words.nest}(${expression}, ${outer.expression});`;
}
