// Small models with their verdicts. Each rule is broken by one model and kept by its neighbour.

/** Declarations that all of them share. */
export const LOCK =
  "const l = spinlock_t(); const m = spinlock_t(); const r = raw_spinlock_t(); const u = mutex(); let x = int(0, 9); let done = bool(); class Ob {} const ob = new Ob(); let p = ref<Ob>(ob);";

/** Title, source, summary of the verdict. */
export const CASES: readonly (readonly [string, string, string])[] = [
  [
    "a spinlock_t under a raw lock breaks the wait context",
    'task("f", () => { raw_spin_lock(r); spin_lock(l); spin_unlock(l); raw_spin_unlock(r); });',
    "wait-context",
  ],
  [
    "a raw lock under a spinlock_t does not",
    'task("f", () => { spin_lock(l); raw_spin_lock(r); raw_spin_unlock(r); spin_unlock(l); });',
    "verified",
  ],
  [
    "a trylock is not judged",
    'task("f", () => { raw_spin_lock(r); if (spin_trylock(l)) spin_unlock(l); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "but restricts what follows",
    'task("f", () => { if (raw_spin_trylock(r)) { spin_lock(l); spin_unlock(l); raw_spin_unlock(r); } });',
    "wait-context",
  ],
  [
    "RCU may be entered under a raw lock",
    'task("f", () => { raw_spin_lock(r); rcu_read_lock(); rcu_read_unlock(); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "a mutex inside RCU breaks the wait context",
    'task("f", () => { rcu_read_lock(); mutex_lock(u); mutex_unlock(u); rcu_read_unlock(); });',
    "wait-context",
  ],
  [
    "a spinlock_t in a handler that may be threaded is fine",
    'hardirq("h", () => { spin_lock(l); spin_unlock(l); }); task("f", () => {});',
    "verified",
  ],
  [
    "in one that may not it is not",
    'hardirq("h", () => { spin_lock(l); spin_unlock(l); }, { flags: IRQF_NO_THREAD }); task("f", () => {});',
    "wait-context",
  ],
  [
    "might_sleep with interrupts off is sleeping in atomic context",
    'task("f", () => { local_irq_disable(); might_sleep(); local_irq_enable(); });',
    "sleep-in-atomic",
  ],
  [
    "might_sleep with preemption off is, too, even as the first thing",
    'task("f", () => { preempt_disable(); might_sleep(); preempt_enable(); });',
    "sleep-in-atomic",
  ],
  [
    "a pointer of RCU is read in a section",
    'task("f", () => { rcu_read_lock(); const o = rcu_dereference(p); rcu_read_unlock(); });',
    "verified",
  ],
  ["outside of one it is not", 'task("f", () => { const o = rcu_dereference(p); });', "rcu-usage"],
  [
    "bottom halves that are disabled are no RCU section",
    'task("f", () => { local_bh_disable(); const o = rcu_dereference(p); local_bh_enable(); });',
    "rcu-usage",
  ],
  [
    "but one of RCU-bh, as are a softirq handler and interrupts off",
    'task("f", () => { local_bh_disable(); const o = rcu_dereference_bh(p); local_bh_enable(); local_irq_disable(); const q = rcu_dereference_bh(p); local_irq_enable(); }); softirq("s", () => { const o = rcu_dereference_bh(p); });',
    "verified",
  ],
  ["RCU-bh is not everywhere", 'task("f", () => { preempt_disable(); const o = rcu_dereference_bh(p); preempt_enable(); });', "rcu-usage"],
  [
    "where preemption is impossible is a section of RCU-sched",
    'task("f", () => { spin_lock(l); const o = rcu_dereference_sched(p); spin_unlock(l); local_bh_disable(); const q = rcu_dereference_sched(p); local_bh_enable(); local_irq_disable(); const o2 = rcu_dereference_sched(p); local_irq_enable(); }); hardirq("h", () => { const o = rcu_dereference_sched(p); });',
    "verified",
  ],
  [
    "where it is possible is not",
    'task("f", () => { rcu_read_lock(); const o = rcu_dereference_sched(p); rcu_read_unlock(); });',
    "rcu-usage",
  ],
  [
    "who changes the pointer may read it under the lock",
    'task("f", () => { mutex_lock(u); const o = rcu_dereference_protected(p, lockdep_is_held(u)); const q = rcu_dereference_check(p, lockdep_is_held(u)); mutex_unlock(u); rcu_read_lock(); const o2 = rcu_dereference_check(p, lockdep_is_held(u)); rcu_read_unlock(); });',
    "verified",
  ],
  [
    "not without it, whatever section there is",
    'task("f", () => { rcu_read_lock(); const o = rcu_dereference_protected(p, lockdep_is_held(u)); rcu_read_unlock(); });',
    "rcu-usage",
  ],
  [
    "enabling bottom halves with interrupts off is no context for it",
    'task("f", () => { local_irq_disable(); local_bh_disable(); local_bh_enable(); local_irq_enable(); });',
    "context-assertion",
  ],
  [
    "a softirq that comes over the writer of a seqcount, which may be there in whatever way, writes at the same time",
    'const q = seqcount_t(); function w() { write_seqcount_begin(q); write_seqcount_end(q); } task("f", () => { preempt_disable(); w(); preempt_enable(); local_bh_disable(); w(); local_bh_enable(); local_irq_disable(); w(); local_irq_enable(); }, { cpu: 0 }); softirq("s", w, { cpu: 0 });',
    "assertion: write_seqcount_begin(q): nobody else writes",
  ],
  [
    "a task that can be preempted writes none",
    'const q = seqcount_t(); task("f", () => { write_seqcount_begin(q); write_seqcount_end(q); });',
    "context-assertion",
  ],
  [
    "unlocking what another task holds is an unbalanced unlock",
    'task("f", () => { spin_lock(l); done = true; spin_unlock(l); }); task("g", () => { while (!done) cpu_relax(); spin_unlock(l); });',
    "unlock-balance",
  ],
  ["unlocking what nobody holds is, too", 'task("f", () => { spin_unlock(l); });', "unlock-balance"],
  ["leaving RCU without having entered is, too", 'task("f", () => { rcu_read_unlock(); });', "unlock-balance"],
  ["ending with a lock is held at the end", 'task("f", () => { mutex_lock(u); });', "held-at-end"],
  ["ending with interrupts off is, too", 'task("f", () => { local_irq_disable(); });', "held-at-end"],
  ["taking a lock twice is a circular wait", 'task("f", () => { spin_lock(l); spin_lock(l); });', "circular-wait"],
  [
    "a circular wait is found although another task runs for ever",
    'task("f", () => { spin_lock(l); spin_lock(m); spin_unlock(m); spin_unlock(l); }); task("g", () => { spin_lock(m); spin_lock(l); spin_unlock(l); spin_unlock(m); }); task("h", () => { while (x < 9) x = 0; });',
    "circular-wait",
  ],
  [
    "a softirq on top of the holder is a circular wait",
    'task("f", () => { spin_lock(l); spin_unlock(l); }); softirq("s", () => { spin_lock(l); spin_unlock(l); });',
    "circular-wait",
  ],
  [
    "not with bottom halves off",
    'task("f", () => { spin_lock_bh(l); spin_unlock_bh(l); }); softirq("s", () => { spin_lock(l); spin_unlock(l); });',
    "verified",
  ],
  [
    "a hard interrupt still comes with bottom halves off",
    'task("f", () => { spin_lock_bh(l); spin_unlock_bh(l); }); hardirq("h", () => { spin_lock(l); spin_unlock(l); });',
    "circular-wait",
  ],
  [
    "a hard interrupt comes over a softirq that holds the lock",
    'softirq("s", () => { spin_lock(l); spin_unlock(l); }, { cpu: 0 }); hardirq("h", () => { spin_lock(l); spin_unlock(l); }, { cpu: 0 }); task("f", () => {}, { cpu: 1 });',
    "circular-wait",
  ],
  [
    "a lock whose holder has ended is waited for in vain",
    'task("f", () => { spin_lock(l); spin_lock(m); }); task("g", () => { spin_lock(m); });',
    "held-at-end",
  ],
  ["a loop that does nothing and never ends is stuck", 'task("f", () => { while (true) {} });', "stuck"],
  [
    "a loop that does nothing and never ends is stuck, whoever waits for its lock",
    'task("f", () => { spin_lock(l); do { cpu_relax(); } while (true); }); task("g", () => { spin_lock(l); spin_unlock(l); });',
    "stuck",
  ],
  ["a loop that does nothing and never ends is stuck, in an interrupt, too", 'hardirq("h", () => { for (;;) {} });', "stuck"],
  ["a wait that nobody ends is stuck", 'task("f", () => { while (!done) cpu_relax(); });', "stuck"],
  [
    "a wait that an interrupt may still end is not",
    'task("f", () => { while (!done) cpu_relax(); }); hardirq("h", () => { done = true; });',
    "verified",
  ],
  ["an assertion that can fail", 'task("f", () => { x = choose(1, 2); assert(x === 1, "is one"); });', "assertion: is one"],
  ["a store outside the range", 'task("f", () => { x = 9; x = x + 1; });', "out-of-range"],
  ["an invariant that does not hold", 'task("f", () => { x = 1; x = 2; }); invariant("below two", () => x < 2);', "invariant: below two"],
  ["a state that some execution reaches", 'task("f", () => { x = 1; x = 2; }); reachable("one", () => x === 1);', "verified"],
  [
    "a state that none reaches",
    'task("f", () => { x = 1; x = 2; }); reachable("one", () => x === 1); reachable("three", () => x === 3);',
    "reachable: three",
  ],
];
