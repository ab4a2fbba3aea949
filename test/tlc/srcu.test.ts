import { checkCases } from "./cases.js";

const DECLARATIONS =
  "const s = srcu_struct(); const other = srcu_struct(); const m = mutex(); const n = mutex(); let x = int(0, 9); class o { n = int(0, 1); head = rcu_head(); } const first = new o(); let p = ref<o>(first);";

/** A reader that sleeps in its section. */
const READER = 'task("r", () => { const i = srcu_read_lock(s); const q = p; msleep(); if (q !== null) q.n = 1; srcu_read_unlock(s, i); });';

checkCases("[T] SRCU in the real TLC", DECLARATIONS, [
  [
    "what readers found is freed when they have ended",
    `${READER} task("w", () => { p = null; synchronize_srcu(s); kfree(first); });`,
    "verified",
  ],
  ["freed before, it is used", `${READER} task("w", () => { p = null; kfree(first); });`, "use-after-free"],
  [
    "the readers of another one are not waited for",
    `${READER} task("w", () => { p = null; synchronize_srcu(other); kfree(first); });`,
    "use-after-free",
  ],
  ["nor those of SRCU by synchronize_rcu", `${READER} task("w", () => { p = null; synchronize_rcu(); kfree(first); });`, "use-after-free"],
  [
    "nor the other way round",
    'task("r", () => { rcu_read_lock(); const q = p; x = 1; if (q !== null) q.n = 1; rcu_read_unlock(); }); task("w", () => { p = null; synchronize_srcu(s); kfree(first); }); task("t", () => { const i = srcu_read_lock(s); srcu_read_unlock(s, i); });',
    "use-after-free",
  ],
  [
    "waiting in a section of its own is a circular wait",
    'task("w", () => { const i = srcu_read_lock(s); synchronize_srcu(s); srcu_read_unlock(s, i); });',
    "circular-wait",
  ],
  [
    "in one of another it is not",
    'task("w", () => { const i = srcu_read_lock(other); synchronize_srcu(s); srcu_read_unlock(other, i); });',
    "verified",
  ],
  [
    "under a lock that a reader takes it is, too",
    'task("r", () => { const i = srcu_read_lock(s); mutex_lock(m); mutex_unlock(m); srcu_read_unlock(s, i); }); task("w", () => { mutex_lock(m); synchronize_srcu(s); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "the innermost of two sections ends nothing",
    'task("r", () => { const i = srcu_read_lock(s); const q = p; const j = srcu_read_lock(s); srcu_read_unlock(s, j); if (q !== null) q.n = 1; srcu_read_unlock(s, i); }); task("w", () => { p = null; synchronize_srcu(s); kfree(first); });',
    "verified",
  ],
  [
    "call_srcu calls when they have ended",
    `${READER} function done(q: o) { kfree(q); } task("w", () => { p = null; call_srcu(s, first.head, done); });`,
    "verified",
  ],
  [
    "waiting is not for atomic context",
    'task("w", () => { preempt_disable(); synchronize_srcu(s); preempt_enable(); });',
    "sleep-in-atomic",
  ],
]);
