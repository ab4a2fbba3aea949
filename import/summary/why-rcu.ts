// What is wrong in a "suspicious RCU usage", by what RCU says and what the task holds.

import type { Reading } from "../index.js";

export function suspicious({ details: { statement }, report: { heldLocks } }: Reading): string {
  if (statement === null) return "RCU is used without its protection.";
  const held = new Set((heldLocks ?? []).map(({ name }) => name));
  return `${statement}: ${reason(statement, held)}`;
}

function reason(statement: string, held: ReadonlySet<string>): string {
  if (/Illegal /.test(statement)) return "who reads under RCU must not wait.";
  if (/_protected\(\) usage|required lock/.test(statement))
    return "the lock that protects the pointer from changes is not held there, and a read section is none.";
  if (!/_check\(\) usage|non-reader section/.test(statement)) return "RCU does not allow that there.";
  const others = ["rcu_read_lock_bh", "rcu_read_lock_sched"].filter((name) => held.has(name));
  if (held.has("rcu_read_lock"))
    return "rcu_read_lock is held, so it is another section that is asked for (rcu_dereference_bh, rcu_dereference_sched, SRCU).";
  if (others.length > 0) return `only rcu_read_lock counts for it, and ${others.join(" and ")} ${others.length === 1 ? "is" : "are"} held.`;
  return "rcu_read_lock is not held there, so what is read may be freed while it is in use.";
}
