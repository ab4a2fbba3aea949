import { type Case, checkCases } from "./cases.js";

const LOCKS = `const s = spinlock_t(); const r = raw_spinlock_t(); const w = rwlock_t(); const m = mutex(); const rt = rt_mutex(); const rw = rw_semaphore();
const p = percpu_rw_semaphore(); const sem = semaphore(); const loc = local_lock_t(); const bit = bit_spinlock(); const sl = seqlock_t(); const sc = seqcount_t();
class obj { map = lockdep_map(); own = mutex(); } const srcu = srcu_struct(); const map = lockdep_map(); let n = int(0, 3); let a = int(0, 2); let b = int(0, 2);`;

const crossed = (lockA: string, unlockA: string, lockB: string, unlockB: string, same: boolean): string =>
  `task("one", () => { ${lockA}; ${lockB}; ${unlockB}; ${unlockA}; }); task("two", () => { ${same ? `${lockA}; ${lockB}; ${unlockB}; ${unlockA};` : `${lockB}; ${lockA}; ${unlockA}; ${unlockB};`} });`;

/** Two orders deadlock, one does not. */
function orders(what: string, lockA: string, unlockA: string, lockB: string, unlockB: string): readonly Case[] {
  return [
    [`${what} in two orders`, crossed(lockA, unlockA, lockB, unlockB, false), "circular-wait"],
    [`${what} in one order`, crossed(lockA, unlockA, lockB, unlockB, true), "verified"],
  ];
}

/** Who reads waits for a second reader, who may have to queue behind the writer. */
function queue(how: string): string {
  const [read = "", unread = "", write = "", unwrite = ""] = how.split(" ");
  return `const c = completion(1); task("holder", () => { ${read}(L); wait_for_completion(c); ${unread}(L); }); task("reader", () => { ${read}(L); complete(c); ${unread}(L); }); task("writer", () => { ${write}(L); ${unwrite}(L); });`;
}

const TORN = (again: string): string => `
task("writer", () => { write_seqlock(sl); a = 1; b = 1; write_sequnlock(sl); });
task("reader", () => { let x = 0; let y = 0; do { read_seqbegin(sl); x = a; y = b; } while (${again}); assert(x === y, "both or none"); });`;

checkCases("[T] locks of all kinds in the real TLC", LOCKS, [
  ...orders("an rt_mutex and a mutex", "rt_mutex_lock(rt)", "rt_mutex_unlock(rt)", "mutex_lock(m)", "mutex_unlock(m)"),
  ...orders("a percpu_rw_semaphore and a mutex", "percpu_down_write(p)", "percpu_up_write(p)", "mutex_lock(m)", "mutex_unlock(m)"),
  ...orders("a bit spinlock and a raw one", "bit_spin_lock(bit)", "bit_spin_unlock(bit)", "raw_spin_lock(r)", "raw_spin_unlock(r)"),
  ...orders("a seqlock and a spinlock", "write_seqlock(sl)", "write_sequnlock(sl)", "spin_lock(s)", "spin_unlock(s)"),
  [
    "an rwlock is read twice with a writer in between",
    'task("one", () => { read_lock(w); read_lock(w); read_unlock(w); read_unlock(w); }); task("two", () => { write_lock(w); write_unlock(w); });',
    "circular-wait",
  ],
  [
    "with bottom halves disabled the second reader goes first",
    'task("one", () => { read_lock(w); local_bh_disable(); read_lock(w); read_unlock(w); local_bh_enable(); read_unlock(w); }); task("two", () => { write_lock(w); write_unlock(w); });',
    "verified",
  ],
  ["two permits from a semaphore of one", 'task("one", () => { down(sem); down(sem); });', "stuck"],
  ["somebody else gives the second", 'task("one", () => { down(sem); down(sem); }); task("two", () => { up(sem); });', "out-of-range"],
  ["a seqlock's reader that looks again", TORN("read_seqretry(sl, 0)"), "verified"],
  ["a seqlock's reader that does not", TORN("false"), "assertion: both or none"],
  [
    "a seqlock's reader in an interrupt over its writer",
    'task("one", () => { write_seqlock(sl); write_sequnlock(sl); }, { cpu: 0 }); hardirq("irq", () => { read_seqbegin(sl); }, { cpu: 0 });',
    "circular-wait",
  ],
  [
    "a seqlock's writer that keeps the interrupt out",
    'task("one", () => { write_seqlock_irq(sl); write_sequnlock_irq(sl); }, { cpu: 0 }); hardirq("irq", () => { read_seqbegin(sl); }, { cpu: 0 });',
    "verified",
  ],
  [
    "two writers of a seqcount",
    'tasks("f", 2, () => { preempt_disable(); write_seqcount_begin(sc); write_seqcount_end(sc); preempt_enable(); });',
    "assertion: write_seqcount_begin(sc): nobody else writes",
  ],
  [
    "a writer of a seqcount that another task of its CPU runs over",
    'function write() { write_seqcount_begin(sc); write_seqcount_end(sc); } task("f", write, { cpu: 0 }); task("g", write, { cpu: 0 });',
    "context-assertion",
  ],
  [
    "writers of one CPU that cannot be preempted",
    'function write() { preempt_disable(); write_seqcount_begin(sc); write_seqcount_end(sc); preempt_enable(); } task("f", write, { cpu: 0 }); task("g", write, { cpu: 0 });',
    "verified",
  ],
  [
    "two writers of a seqcount under a lock",
    'tasks("f", 2, () => { spin_lock(s); write_seqcount_begin(sc); write_seqcount_end(sc); spin_unlock(s); });',
    "verified",
  ],
  [
    "sleeping under a local lock",
    'task("f", () => { local_lock(loc); mutex_lock(m); mutex_unlock(m); local_unlock(loc); });',
    "wait-context",
  ],
  ["releasing a local lock that is not held", 'task("f", () => { local_unlock(loc); });', "unlock-balance"],
  [
    "sleeping in an SRCU section",
    'task("f", () => { const i = srcu_read_lock(srcu); mutex_lock(m); mutex_unlock(m); srcu_read_unlock(srcu, i); });',
    "verified",
  ],
  ["leaving an SRCU section open", 'task("f", () => { srcu_read_lock(srcu); });', "held-at-end"],
  [
    "a spinlock in an RCU-sched section",
    'task("f", () => { rcu_read_lock_sched(); spin_lock(s); spin_unlock(s); rcu_read_unlock_sched(); });',
    "wait-context",
  ],
  [
    "a spinlock in an RCU-bh section",
    'task("f", () => { rcu_read_lock_bh(); spin_lock(s); spin_unlock(s); rcu_read_unlock_bh(); });',
    "verified",
  ],
  ["a map that is released and not held", 'task("f", () => { lock_map_release(map); });', "unlock-balance"],
  [
    "a map of another object is released",
    'const os = pool(obj, 2); task("f", () => { const o = choose(os[0], os[1]); lock_map_acquire(os[0].map); lock_map_release(o.map); });',
    "unlock-balance",
  ],
  [
    "two maps of a class are released in another order",
    'const os = pool(obj, 2); task("f", () => { const o = choose(os[0], os[1]); const p = o === os[0] ? os[1] : os[0]; lock_map_acquire(o.map); lock_map_acquire(p.map); lock_map_release(o.map); lock_map_release(p.map); });',
    "verified",
  ],
  [
    "a variable names another map when it is released",
    'const os = pool(obj, 2); task("f", () => { let o = os[0]; lock_map_acquire(o.map); o = choose(os[0], os[1]); lock_map_release(o.map); });',
    "unlock-balance",
  ],
  [
    "a map of another object is asserted to be held",
    'const os = pool(obj, 2); task("f", () => { const o = choose(os[0], os[1]); lock_map_acquire(os[0].map); lockdep_assert_held(o.map); lock_map_release(os[0].map); });',
    "assertion: lockdep_assert_held(o.map)",
  ],
  [
    "an annotated mutex of another object is released",
    'const os = pool(obj, 2); task("f", () => { const o = choose(os[0], os[1]); mutex_acquire(os[0].own); mutex_release(o.own); });',
    "unlock-balance",
  ],
  ["an annotated mutex counts as held", 'task("f", () => { mutex_acquire(m); lockdep_assert_held(m); mutex_release(m); });', "verified"],
  [
    "a mutex that is held is released in lockdep's eyes, and taken again",
    'task("f", () => { mutex_lock(m); mutex_release(m); mutex_acquire(m); mutex_unlock(m); });',
    "verified",
  ],
  ["an annotated mutex is none that can be unlocked", 'task("f", () => { mutex_acquire(m); mutex_unlock(m); });', "unlock-balance"],
  [
    "might_lock of one of several mutexes holds nothing",
    'const os = pool(obj, 2); task("f", () => { const o = choose(os[0], os[1]); might_lock(o.own); mutex_lock(o.own); mutex_unlock(o.own); });',
    "verified",
  ],
  ["a reader sees that it is read", 'task("f", () => { down_read(rw); assert(rwsem_is_locked(rw), "read"); up_read(rw); });', "verified"],
  [
    "a reader of one of several sees that it is read",
    'class O { rw = rw_semaphore(); } const os = pool(O, 2); task("f", () => { const o = choose(os); down_read(o.rw); assert(rwsem_is_locked(o.rw), "read"); assert(!rwsem_is_locked(os[0].rw), "first"); up_read(o.rw); });',
    "assertion: first",
  ],
  ["a reader that the holder waits for is behind a writer", queue("down_read up_read down_write up_write").replaceAll("L", "rw"), "stuck"],
  [
    "the same with a percpu_rw_semaphore",
    queue("percpu_down_read percpu_up_read percpu_down_write percpu_up_write").replaceAll("L", "p"),
    "stuck",
  ],
  ["it is not when there is no writer", queue("down_read up_read down_read up_read").replaceAll("L", "rw"), "verified"],
  [
    "nor when somebody else helps",
    `${queue("down_read up_read down_write up_write").replaceAll("L", "rw")} task("helper", () => { complete(c); });`.replace(
      "completion(1)",
      "completion(2)",
    ),
    "verified",
  ],
  [
    "nor when an interrupt will",
    `${queue("down_read up_read down_write up_write").replaceAll("L", "rw")} hardirq("h", () => { complete(c); });`.replace(
      "completion(1)",
      "completion(2)",
    ),
    "verified",
  ],
  ["preemption that is enabled and not disabled", 'task("f", () => { preempt_enable(); });', "unlock-balance"],
  ["preemption that is enabled twice", 'task("f", () => { preempt_disable(); preempt_enable(); preempt_enable(); });', "unlock-balance"],
  ["bottom halves that are enabled and not disabled", 'task("f", () => { local_bh_enable(); });', "unlock-balance"],
  ["spin_unlock_bh of a lock that spin_lock took", 'task("f", () => { spin_lock(s); spin_unlock_bh(s); });', "unlock-balance"],
  ["spin_unlock_bh of a lock that spin_lock_bh took", 'task("f", () => { spin_lock_bh(s); spin_unlock_bh(s); });', "verified"],
  ["interrupts that are enabled and were on", 'task("f", () => { local_irq_enable(); });', "verified"],
  [
    "an override map raises the wait type",
    'const up_to_sleep = wait_override_map("sleep", "x"); task("f", () => { raw_spin_lock(r); lock_map_acquire_try(up_to_sleep); spin_lock(s); spin_unlock(s); lock_map_release(up_to_sleep); raw_spin_unlock(r); });',
    "verified",
  ],
  [
    "an override map lowers it",
    'const down_to_free = wait_override_map("free", "x"); task("f", () => { lock_map_acquire_try(down_to_free); raw_spin_lock(r); raw_spin_unlock(r); lock_map_release(down_to_free); });',
    "wait-context",
  ],
  [
    "an allocation that may sleep under a spinlock",
    'task("f", () => { spin_lock(s); might_alloc(GFP_NOFS); spin_unlock(s); });',
    "sleep-in-atomic",
  ],
  ["an allocation that may not", 'task("f", () => { spin_lock(s); might_alloc(GFP_NOWAIT); spin_unlock(s); });', "verified"],
  ["a lock is initialised while it is held", 'task("f", () => { spin_lock(s); spin_lock_init(s); spin_unlock(s); });', "held-lock-freed"],
  ["a lock is initialised before it is taken", 'task("f", () => { spin_lock_init(s); spin_lock(s); spin_unlock(s); });', "verified"],
  [
    "an interruptible lock that came",
    'tasks("f", 2, () => { if (mutex_lock_interruptible(m)) return; n = 1; mutex_unlock(m); });',
    "verified",
  ],
  [
    "an interruptible lock that is released though it did not come",
    'tasks("f", 2, () => { mutex_lock_interruptible(m); mutex_unlock(m); });',
    "unlock-balance",
  ],
  [
    "an interruptible lock that is free comes",
    'task("f", () => { assert(mutex_lock_interruptible(m) === 0, "free"); mutex_unlock(m); });',
    "verified",
  ],
  [
    "and one that is not may, or may not",
    'task("f", () => { if (mutex_lock_interruptible(m) === 0) { n = 1; mutex_unlock(m); } else n = 2; }); task("g", () => { mutex_lock(m); mutex_unlock(m); }); reachable("came", () => n === 1); reachable("interrupted", () => n === 2);',
    "verified",
  ],
  [
    "nobody is saved by a signal that need not come",
    'task("f", () => { mutex_lock(m); if (mutex_lock_killable(m) === 0) n = 1; });',
    "circular-wait",
  ],
  [
    "that it may sleep is so where it is free, too",
    'task("f", () => { preempt_disable(); if (mutex_lock_killable(m) === 0) mutex_unlock(m); preempt_enable(); });',
    "sleep-in-atomic",
  ],
  [
    "a permit that is there comes whatever signals do",
    'const pm = semaphore(1); task("f", () => { assert(down_interruptible(pm) === 0, "signal"); up(pm); assert(down_timeout(pm) === 0, "late"); up(pm); });',
    "verified",
  ],
  [
    "one that is not may come, or may not",
    'const pm = semaphore(0); task("f", () => { n = down_timeout(pm) === -62 ? 1 : 2; }); task("g", () => { up(pm); }); reachable("late", () => n === 1); reachable("came", () => n === 2);',
    "verified",
  ],
  [
    "waiting for a permit may sleep where there is one, too",
    'const pm = semaphore(1); task("f", () => { spin_lock(s); if (down_interruptible(pm) === 0) up(pm); spin_unlock(s); });',
    "sleep-in-atomic",
  ],
  ["a guard releases on every way", 'tasks("f", 2, () => { using _ = guard(mutex)(m); if (n === 1) return; n = 1; });', "verified"],
  [
    "a guard does not nest in itself",
    'task("f", () => { using _ = guard(mutex)(m); using again = guard(mutex)(m); n = 1; });',
    "circular-wait",
  ],
]);

const RT = `configurations("preempt-rt");\n${LOCKS}`;

checkCases("[T] locks on PREEMPT_RT in the real TLC", RT, [
  [
    "a spinlock with interrupts off sleeps where it must not",
    'task("f", () => { local_irq_disable(); spin_lock(s); spin_unlock(s); local_irq_enable(); });',
    "sleep-in-atomic",
  ],
  [
    "spin_lock_irq leaves them on",
    'task("f", () => { spin_lock_irq(s); spin_unlock_irq(s); lockdep_assert_irqs_enabled(); });',
    "verified",
  ],
  ["a spinlock in an RCU section", 'task("f", () => { rcu_read_lock(); spin_lock(s); spin_unlock(s); rcu_read_unlock(); });', "verified"],
  [
    "a spinlock with bottom halves off",
    'task("f", () => { local_bh_disable(); spin_lock(s); spin_unlock(s); local_bh_enable(); });',
    "verified",
  ],
  ["a mutex with bottom halves off", 'task("f", () => { local_bh_disable(); might_sleep(); local_bh_enable(); });', "sleep-in-atomic"],
  [
    "a handler in a thread waits for the task that it interrupts elsewhere",
    'task("f", () => { spin_lock(s); spin_unlock(s); }, { cpu: 0 }); hardirq("irq", () => { spin_lock(s); spin_unlock(s); }, { cpu: 0 });',
    "verified",
  ],
  [
    "a handler that is not threaded may not take a spinlock",
    'task("f", () => { n = 1; }, { cpu: 0 }); hardirq("irq", () => { spin_lock(s); spin_unlock(s); }, { cpu: 0, flags: IRQF_NO_THREAD });',
    "wait-context",
  ],
  [
    "a raw spinlock taken with bottom halves off, by a task that another of the CPU runs over and spins",
    'task("one", () => { raw_spin_lock_bh(r); raw_spin_unlock_bh(r); }, { cpu: 0 }); task("two", () => { raw_spin_lock(r); raw_spin_unlock(r); }, { cpu: 0 });',
    "circular-wait",
  ],
  [
    "a raw spinlock, which nobody of the CPU runs over",
    'task("one", () => { raw_spin_lock(r); raw_spin_unlock(r); }, { cpu: 0 }); task("two", () => { raw_spin_lock(r); raw_spin_unlock(r); }, { cpu: 0 });',
    "verified",
  ],
  [
    "readers pass a writer that waits",
    'task("one", () => { down_read(rw); down_read(rw); up_read(rw); up_read(rw); }); task("two", () => { down_write(rw); up_write(rw); });',
    "verified",
  ],
  [
    "local locks of one CPU in two orders",
    'const other = local_lock_t(); task("one", () => { local_lock(loc); local_lock(other); local_unlock(other); local_unlock(loc); }, { cpu: 0 }); task("two", () => { local_lock(other); local_lock(loc); local_unlock(loc); local_unlock(other); }, { cpu: 0 });',
    "circular-wait",
  ],
  [
    "local locks of two CPUs in two orders",
    'const other = local_lock_t(); task("one", () => { local_lock(loc); local_lock(other); local_unlock(other); local_unlock(loc); }, { cpu: 0 }); task("two", () => { local_lock(other); local_lock(loc); local_unlock(loc); local_unlock(other); }, { cpu: 1 });',
    "verified",
  ],
  [
    "waiting with bottom halves off for a softirq's thread of the CPU",
    'let done = bool(); task("f", () => { local_bh_disable(); while (!done) cpu_relax(); local_bh_enable(); }, { cpu: 0 }); softirq("net", () => { done = true; }, { cpu: 0 });',
    "stuck",
  ],
]);
