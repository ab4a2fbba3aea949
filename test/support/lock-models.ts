// Models with every kind of lock: what they have in common is that nothing of what is written here is special to one kernel.

export const LOCK_MODELS: Readonly<Record<string, string>> = {
  "semaphores that anybody gives back": `const s = semaphore(1, 2); const none = semaphore(0, 1); let n = int(0, 3);
function f() { down(s); n = 1; up(s); if (down_trylock(none)) return; up(none); }
function g() { if (down_interruptible(s)) return; n = 2; up(none); up(s); up(s); }
task("one", f); task("two", g); softirq("net", () => { up(none); }, { cpu: 0 });`,
  "seqlocks and seqcounts": `const l = seqlock_t(); const c = seqcount_t(); let a = int(0, 3); let b = int(0, 3);
function f() { let x = 0; do { read_seqbegin(l); x = a; } while (read_seqretry(l, 0)); b = x; }
function g() { write_seqlock_irq(l); a = 1; a = 2; write_sequnlock_irq(l); preempt_disable(); write_seqcount_begin(c); b = 3; write_seqcount_end(c); preempt_enable(); }
function h() { preempt_disable(); write_seqcount_begin(c); write_seqcount_end(c); preempt_enable(); const again = read_seqcount_retry(c, read_seqcount_begin(c)); if (again) a = 3; }
task("one", f, { cpu: 0 }); task("two", g, { cpu: 0 }); task("three", h); hardirq("dev", () => { read_seqbegin(l); }, { cpu: 1 });`,
  "local locks, also in interrupts": `const l = local_lock_t(); let n = int(0, 5);
function f() { local_lock(l); n = n + 1; local_unlock(l); local_bh_disable(); n = 3; local_bh_enable(); }
function g() { const flags = local_lock_irqsave(l); n = n + 1; local_unlock_irqrestore(l, flags); lockdep_assert_held(l); }
task("one", f, { cpu: 0 }); task("two", g, { cpu: 0 }); softirq("net", () => { local_lock_irq(l); n = 0; local_unlock_irq(l); }, { cpu: 0 });`,
  "spinlocks, bottom halves and raw locks over handlers": `const s = spinlock_t(); const r = raw_spinlock_t(); const w = rwlock_t(); let n = int(0, 5);
function f() { spin_lock_bh(s); raw_spin_lock(r); n = 1; raw_spin_unlock(r); spin_unlock_bh(s); read_lock_bh(w); read_unlock_bh(w); }
function g() { const flags = spin_lock_irqsave(s); n = 2; spin_unlock_irqrestore(s, flags); write_lock(w); write_unlock(w); }
task("one", f, { cpu: 0 }); task("two", g, { cpu: 0 });
softirq("net", () => { spin_lock(s); n = 3; spin_unlock(s); }, { cpu: 0 }); hardirq("dev", () => { raw_spin_lock(r); raw_spin_unlock(r); }, { cpu: 0, flags: IRQF_NO_THREAD });`,
  "timers of all modes": `class t { hard = hrtimer(fire, { queued: true, mode: HRTIMER_MODE_REL_HARD, cpu: 0 }); soft = hrtimer(fire, { queued: true, mode: HRTIMER_MODE_REL_SOFT, cpu: 0 }); plain = hrtimer(again, { queued: true, cpu: 0 }); n = int(0, 2); }
const timer = new t(); const l = raw_spinlock_t();
function fire(o: t) { raw_spin_lock(l); o.n = 1; raw_spin_unlock(l); return HRTIMER_NORESTART; }
function again(o: t) { o.n = o.n + 1; if (o.n < 2) return HRTIMER_RESTART; return HRTIMER_NORESTART; }
task("one", () => { raw_spin_lock_irq(l); timer.n = 0; raw_spin_unlock_irq(l); hrtimer_cancel(timer.plain); }, { cpu: 0 }); cpus(1);`,
  "sleeping locks that can fail, and bit locks": `const m = rt_mutex(); const p = percpu_rw_semaphore(); const b = bit_spinlock(); let n = int(0, 3);
function f() { if (rt_mutex_lock_interruptible(m)) return; percpu_down_read(p); n = 1; percpu_up_read(p); rt_mutex_unlock(m); }
function g() { percpu_down_write(p); const got = rt_mutex_trylock(m); if (got) rt_mutex_unlock(m); percpu_up_write(p); bit_spin_lock(b); bit_spin_unlock(b); }
function h() { const error = mutex_lock_killable(k); if (error !== 0) { n = 2; } else { mutex_unlock(k); } if (bit_spin_trylock(b)) bit_spin_unlock(b); }
const k = mutex(); task("one", f); task("two", g); task("three", h);`,
  "what only lockdep sees": `const map = lockdep_map("map"); const sleeps = wait_override_map("sleep", "sleeps"); const s = srcu_struct(); const m = mutex(); const l = spinlock_t(); let n = int(0, 3);
function f() { lock_map_acquire(map); might_lock(m); lock_map_release(map); lock_map_sync(map); const idx = srcu_read_lock(s); mutex_lock(m); n = 1; mutex_unlock(m); srcu_read_unlock(s, idx); }
function g() { fs_reclaim_acquire(GFP_KERNEL); const flags = memalloc_nofs_save(); might_alloc(GFP_KERNEL); memalloc_nofs_restore(flags); fs_reclaim_release(GFP_KERNEL); lock_map_release(map); }
function h() { rcu_read_lock_bh(); rcu_read_lock_sched(); if (in_atomic()) n = 2; rcu_read_unlock_sched(); rcu_read_unlock_bh(); lock_map_acquire_try(sleeps); lock_map_release(sleeps); rcu_read_unlock_bh(); }
task("one", f); task("two", g); task("three", h); softirq("net", () => { if (in_interrupt()) n = 3; lockdep_assert_in_softirq(); }, { cpu: 0 });`,
  "locks that are initialised while they are held": `const m = mutex(); const s = rw_semaphore(); let n = int(0, 3);
function f() { mutex_lock(m); n = 1; mutex_unlock(m); down_read(s); up_read(s); }
function g() { mutex_init(m); down_read(s); init_rwsem(s); up_read(s); }
task("one", f); task("two", g);`,
  "a hard interrupt whose handler may run in a thread": `const s = spinlock_t(); let n = int(0, 5);
function g() { spin_lock_irq(s); n = 2; spin_unlock_irq(s); local_bh_disable(); if (spin_trylock_bh(s)) spin_unlock_bh(s); local_bh_enable(); }
task("two", g, { cpu: 0 }); hardirq("disk", () => { spin_lock(s); n = 4; spin_unlock(s); }, { cpu: 0, times: 2 });`,
};
