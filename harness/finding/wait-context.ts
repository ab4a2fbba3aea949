// What the finding wait-context says: which lock waits in which way, and what does not allow that.

import type { Finding, Lock } from "../result.js";

/** `f takes wqh, a spinlock_t (3), where timeout_lock, a raw_spinlock_t (2), is held.` */
export function waitContextMessage({ context, lock, held, waitContext }: Finding): string {
  const who = context?.id ?? "a context";
  if (lock === null) return `${who} acquires a lock that its context, or a lock it holds, does not allow.`;
  const strictest = held.filter(({ inner }) => inner > 0).toSorted((a, b) => a.inner - b.inner)[0];
  const byHolding = strictest !== undefined && (waitContext === null || strictest.inner <= waitContext);
  const why = byHolding
    ? `where ${typed(strictest, strictest.inner)}, is held`
    : `in a context that allows no more than ${waitContext ?? 0}`;
  return `${who} takes ${typed(lock, lock.outer)}, ${why}.`;
}

function typed({ name, instance, type }: Lock, waitType: number): string {
  const section = type === "rcu" || type === "rcu_bh" || type === "rcu_sched";
  return section ? `${name} (${waitType})` : `${instance ?? name}, a ${type} (${waitType})`;
}
