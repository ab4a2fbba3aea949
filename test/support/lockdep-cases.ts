// Cases of our own for what the kernel's self-test leaves open: each with the version before, on which lockdep reports, and after it.

export interface LockdepCasePair {
  readonly name: string;
  readonly before: string;
  /** Rule and class of the report. */
  readonly report: string;
  readonly after: string;
}

const LOCKS = "const a = spinlock_t(); const b = spinlock_t(); const r = raw_spinlock_t(); const m = mutex(); const s = rw_semaphore();";

const pair = (name: string, report: string, before: string, after: string): LockdepCasePair => ({
  name,
  report,
  before: `${LOCKS}\n${before}`,
  after: `${LOCKS}\n${after}`,
});

export const LOCKDEP_CASES: readonly LockdepCasePair[] = [
  pair(
    "override-raises",
    "wait-context a",
    'task("f", () => { raw_spin_lock(r); spin_lock(a); spin_unlock(a); raw_spin_unlock(r); });',
    'const map = wait_override_map("config", "not-on-rt"); task("f", () => { raw_spin_lock(r); lock_map_acquire_try(map); spin_lock(a); spin_unlock(a); lock_map_release(map); raw_spin_unlock(r); });',
  ),
  pair(
    "override-lowers",
    "wait-context m",
    'const map = wait_override_map("spin", "on-rt"); task("f", () => { lock_map_acquire_try(map); mutex_lock(m); mutex_unlock(m); lock_map_release(map); });',
    'const map = wait_override_map("spin", "on-rt"); task("f", () => { lock_map_acquire_try(map); lock_map_release(map); mutex_lock(m); mutex_unlock(m); });',
  ),
  pair(
    "hrtimer-hard",
    "wait-context a",
    "class T { readonly timer = hrtimer<T>((t) => { spin_lock(a); spin_unlock(a); return HRTIMER_NORESTART; }, { mode: HRTIMER_MODE_REL_HARD }); } const t = new T(); task('f', () => { hrtimer_start(t.timer); });",
    "class T { readonly timer = hrtimer<T>((t) => { spin_lock(a); spin_unlock(a); return HRTIMER_NORESTART; }, { mode: HRTIMER_MODE_REL_SOFT }); } const t = new T(); task('f', () => { hrtimer_start(t.timer); });",
  ),
  pair(
    "lock-sync-in-reader",
    "recursion srcu",
    'const map = lockdep_map("srcu"); task("f", () => { lock_map_acquire_read(map); lock_map_sync(map); lock_map_release(map); });',
    'const map = lockdep_map("srcu"); task("f", () => { lock_map_acquire_read(map); lock_map_release(map); lock_map_sync(map); });',
  ),
  pair(
    "lock-sync-not-interrupted",
    "inconsistent-usage srcu",
    'const map = lockdep_map("srcu"); hardirq("h", () => { lock_map_acquire(map); lock_map_release(map); }); task("f", () => { lock_map_acquire(map); lock_map_release(map); });',
    'const map = lockdep_map("srcu"); hardirq("h", () => { lock_map_acquire(map); lock_map_release(map); }); task("f", () => { lock_map_sync(map); });',
  ),
  pair(
    "subclass",
    "recursion &node->lock",
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock(y.lock); spin_unlock(y.lock); spin_unlock(x.lock); });',
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock_nested(y.lock, 1); spin_unlock(y.lock); spin_unlock(x.lock); });',
  ),
  pair(
    "subclasses-have-an-order",
    "circular &node->lock",
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock_nested(y.lock, 1); spin_unlock(y.lock); spin_unlock(x.lock); }); task("g", () => { spin_lock_nested(y.lock, 1); spin_lock(x.lock); spin_unlock(x.lock); spin_unlock(y.lock); });',
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock_nested(y.lock, 1); spin_unlock(y.lock); spin_unlock(x.lock); }); task("g", () => { spin_lock(x.lock); spin_lock_nested(y.lock, 1); spin_unlock(y.lock); spin_unlock(x.lock); });',
  ),
  pair(
    "downgrade-orders",
    "circular s",
    'task("f", () => { down_write(s); mutex_lock(m); downgrade_write(s); mutex_unlock(m); up_read(s); }); task("g", () => { mutex_lock(m); down_read(s); up_read(s); mutex_unlock(m); });',
    'task("f", () => { down_write(s); mutex_lock(m); downgrade_write(s); mutex_unlock(m); up_read(s); }); task("g", () => { down_read(s); mutex_lock(m); mutex_unlock(m); up_read(s); });',
  ),
  pair(
    "release-out-of-order",
    "circular a",
    'queued_rwlocks(false); const l = rwlock_t(); task("f", () => { spin_lock(a); read_lock(l); spin_lock(b); read_unlock(l); spin_unlock(b); spin_unlock(a); }); task("g", () => { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); });',
    'queued_rwlocks(false); const l = rwlock_t(); task("f", () => { spin_lock(a); read_lock(l); spin_lock(b); spin_unlock(b); read_unlock(l); spin_unlock(a); }); task("g", () => { spin_lock(b); spin_unlock(b); spin_lock(a); spin_unlock(a); });',
  ),
  pair(
    "initialised-while-held",
    "held-freed a",
    'task("f", () => { spin_lock(a); spin_lock_init(a); });',
    'task("f", () => { spin_lock_init(a); spin_lock(a); spin_unlock(a); });',
  ),
  pair(
    "freed-while-held",
    "held-freed &object->lock",
    'class Object { readonly lock = spinlock_t(); } const cache = kmem_cache(Object, 1); task("f", () => { const o = kmalloc(cache, GFP_KERNEL); if (o === null) return; spin_lock(o.lock); kfree(o); });',
    'class Object { readonly lock = spinlock_t(); } const cache = kmem_cache(Object, 1); task("f", () => { const o = kmalloc(cache, GFP_KERNEL); if (o === null) return; spin_lock(o.lock); spin_unlock(o.lock); kfree(o); });',
  ),
  pair("held-at-exit", "held-at-end m", 'task("f", () => { mutex_lock(m); });', 'task("f", () => { mutex_lock(m); mutex_unlock(m); });'),
  pair(
    "synchronize-srcu-in-its-reader",
    "recursion ss",
    'const ss = srcu_struct(); task("f", () => { const i = srcu_read_lock(ss); synchronize_srcu(ss); srcu_read_unlock(ss, i); });',
    'const ss = srcu_struct(); task("f", () => { const i = srcu_read_lock(ss); srcu_read_unlock(ss, i); synchronize_srcu(ss); });',
  ),
  pair(
    "synchronize-srcu-under-a-lock-of-its-reader",
    "circular ss",
    'const ss = srcu_struct(); task("r", () => { const i = srcu_read_lock(ss); mutex_lock(m); mutex_unlock(m); srcu_read_unlock(ss, i); }); task("f", () => { mutex_lock(m); synchronize_srcu(ss); mutex_unlock(m); });',
    'const ss = srcu_struct(); task("r", () => { const i = srcu_read_lock(ss); mutex_lock(m); mutex_unlock(m); srcu_read_unlock(ss, i); }); task("f", () => { mutex_lock(m); mutex_unlock(m); synchronize_srcu(ss); });',
  ),
  pair(
    "flushing-under-a-lock-of-the-item",
    "circular m",
    'class D { readonly work = work_struct<D>(() => { mutex_lock(m); mutex_unlock(m); }); } const d = new D(); task("f", () => { schedule_work(d.work); mutex_lock(m); flush_work(d.work); mutex_unlock(m); });',
    'class D { readonly work = work_struct<D>(() => { mutex_lock(m); mutex_unlock(m); }); } const d = new D(); task("f", () => { schedule_work(d.work); mutex_lock(m); mutex_unlock(m); flush_work(d.work); });',
  ),
  pair(
    "flushing-an-ordered-queue-by-another-item",
    "circular m",
    'class D { readonly work = work_struct<D>(() => { mutex_lock(m); mutex_unlock(m); }); readonly other = work_struct<D>(() => {}); } const d = new D(); const wq = alloc_ordered_workqueue("wq"); task("f", () => { queue_work(wq, d.work); queue_work(wq, d.other); mutex_lock(m); flush_work(d.other); mutex_unlock(m); });',
    'class D { readonly work = work_struct<D>(() => { mutex_lock(m); mutex_unlock(m); }); readonly other = work_struct<D>(() => {}); } const d = new D(); const wq = alloc_workqueue("wq"); task("f", () => { queue_work(wq, d.work); queue_work(wq, d.other); mutex_lock(m); flush_work(d.other); mutex_unlock(m); });',
  ),
  pair(
    "an-item-that-flushes-its-queue",
    "recursion (wq_completion)wq",
    'class D { readonly work = work_struct<D>(() => { flush_workqueue(wq); }); } const d = new D(); const wq = alloc_workqueue("wq"); task("f", () => { queue_work(wq, d.work); });',
    'class D { readonly work = work_struct<D>(() => {}); } const d = new D(); const wq = alloc_workqueue("wq"); task("f", () => { queue_work(wq, d.work); flush_workqueue(wq); });',
  ),
  pair(
    "deleting-a-timer-under-its-lock",
    "circular a",
    'class T { readonly timer = timer_list<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { mod_timer(t.timer); spin_lock_bh(a); timer_delete_sync(t.timer); spin_unlock_bh(a); });',
    'class T { readonly timer = timer_list<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { mod_timer(t.timer); spin_lock_bh(a); spin_unlock_bh(a); timer_delete_sync(t.timer); });',
  ),
  pair(
    "a-timer-and-a-lock-with-bottom-halves-on",
    "inconsistent-usage a",
    'class T { readonly timer = timer_list<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { mod_timer(t.timer); spin_lock(a); spin_unlock(a); });',
    'class T { readonly timer = timer_list<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { mod_timer(t.timer); spin_lock_bh(a); spin_unlock_bh(a); });',
  ),
  pair(
    "irq-work-hard",
    "wait-context a",
    'class I { readonly work = irq_work<I>(() => { spin_lock(a); spin_unlock(a); }, { hard: true }); } const i = new I(); task("f", () => { irq_work_queue(i.work); });',
    'class I { readonly work = irq_work<I>(() => { spin_lock(a); spin_unlock(a); }); } const i = new I(); task("f", () => { irq_work_queue(i.work); });',
  ),
  pair(
    "a-tasklet-and-a-lock-with-bottom-halves-on",
    "inconsistent-usage a",
    'class T { readonly tasklet = tasklet_struct<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { tasklet_schedule(t.tasklet); spin_lock(a); spin_unlock(a); });',
    'class T { readonly tasklet = tasklet_struct<T>(() => { spin_lock(a); spin_unlock(a); }); } const t = new T(); task("f", () => { tasklet_schedule(t.tasklet); local_bh_disable(); spin_lock(a); spin_unlock(a); local_bh_enable(); });',
  ),
  pair(
    "no-order-across-an-interrupt",
    "circular p",
    'const p = raw_spinlock_t(); const q = raw_spinlock_t(); task("f", () => { raw_spin_lock_irq(p); raw_spin_lock(q); raw_spin_unlock(q); raw_spin_unlock_irq(p); }); hardirq("h", () => { raw_spin_lock(q); raw_spin_lock(p); raw_spin_unlock(p); raw_spin_unlock(q); });',
    'const p = raw_spinlock_t(); const q = raw_spinlock_t(); task("f", () => { raw_spin_lock(r); raw_spin_unlock(r); raw_spin_lock_irq(p); raw_spin_unlock_irq(p); }); hardirq("h", () => { raw_spin_lock(q); raw_spin_lock(p); raw_spin_unlock(p); raw_spin_unlock(q); });',
  ),
  pair(
    "rcu-outside-a-section",
    "rcu-usage",
    'class O {} const o = new O(); let p = ref<O>(o); task("f", () => { const q = rcu_dereference(p); });',
    'class O {} const o = new O(); let p = ref<O>(o); task("f", () => { rcu_read_lock(); const q = rcu_dereference(p); rcu_read_unlock(); });',
  ),
  pair(
    "bottom-halves-with-interrupts-off",
    "context-assertion",
    'task("f", () => { local_bh_disable(); local_irq_disable(); local_bh_enable(); local_irq_enable(); });',
    'task("f", () => { local_bh_disable(); local_irq_disable(); local_irq_enable(); local_bh_enable(); });',
  ),
  pair(
    "allocating-under-what-reclaim-takes",
    "circular m",
    'class O {} const os = kmem_cache(O, 1); task("f", () => { mutex_lock(m); const o = kmalloc(os, GFP_KERNEL); mutex_unlock(m); kfree(o); }); task("kswapd", () => { fs_reclaim_acquire(GFP_KERNEL); mutex_lock(m); mutex_unlock(m); fs_reclaim_release(GFP_KERNEL); });',
    'class O {} const os = kmem_cache(O, 1); task("f", () => { mutex_lock(m); const o = kmalloc(os, GFP_NOFS); mutex_unlock(m); kfree(o); }); task("kswapd", () => { fs_reclaim_acquire(GFP_KERNEL); mutex_lock(m); mutex_unlock(m); fs_reclaim_release(GFP_KERNEL); });',
  ),
  pair(
    "trylock-in-interrupt",
    "inconsistent-usage a",
    'task("f", () => { spin_lock(a); spin_unlock(a); }); hardirq("h", () => { spin_lock(a); spin_unlock(a); });',
    'task("f", () => { spin_lock(a); spin_unlock(a); }); hardirq("h", () => { if (spin_trylock(a)) spin_unlock(a); });',
  ),
  pair(
    "trylock-waits-for-nobody",
    "circular a",
    'task("f", () => { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); }); task("g", () => { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); });',
    'task("f", () => { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); }); task("g", () => { spin_lock(b); if (spin_trylock(a)) spin_unlock(a); spin_unlock(b); });',
  ),
  pair(
    "trylock-looks-below",
    "circular q",
    'task("f", () => { raw_spin_lock(q); if (raw_spin_trylock(r)) { raw_spin_lock(p); raw_spin_unlock(p); raw_spin_unlock(r); } raw_spin_unlock(q); }); task("g", () => { raw_spin_lock(p); raw_spin_lock(q); raw_spin_unlock(q); raw_spin_unlock(p); }); const p = raw_spinlock_t(); const q = raw_spinlock_t();',
    'task("f", () => { raw_spin_lock(q); if (raw_spin_trylock(r)) { raw_spin_lock(p); raw_spin_unlock(p); raw_spin_unlock(r); } raw_spin_unlock(q); }); task("g", () => { raw_spin_lock(p); raw_spin_unlock(p); }); const p = raw_spinlock_t(); const q = raw_spinlock_t();',
  ),
  pair(
    "same-class-below-another",
    "recursion &node->lock",
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock(a); spin_lock(y.lock); spin_unlock(y.lock); spin_unlock(a); spin_unlock(x.lock); });',
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(x.lock); spin_lock(a); spin_unlock(a); spin_unlock(x.lock); spin_lock(y.lock); spin_unlock(y.lock); });',
  ),
  pair(
    "reader-below-another",
    "recursion &node->sem",
    'class Node { readonly sem = rw_semaphore(); } const x = new Node(); const y = new Node(); task("f", () => { down_read(x.sem); mutex_lock(m); down_read(y.sem); up_read(y.sem); mutex_unlock(m); up_read(x.sem); });',
    'class Node { readonly sem = rw_semaphore(); } const x = new Node(); const y = new Node(); task("f", () => { down_read(x.sem); mutex_lock(m); mutex_unlock(m); up_read(x.sem); down_read(y.sem); up_read(y.sem); });',
  ),
  pair(
    "nest-lock",
    "recursion &node->lock",
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(a); spin_lock(x.lock); spin_lock(b); spin_lock(y.lock); spin_unlock(y.lock); spin_unlock(b); spin_unlock(x.lock); spin_unlock(a); });',
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(a); spin_lock_nest_lock(x.lock, a); spin_lock(b); spin_lock_nest_lock(y.lock, a); spin_unlock(y.lock); spin_unlock(b); spin_unlock(x.lock); spin_unlock(a); });',
  ),
  pair(
    "nest-lock-not-held",
    "nest-lock b",
    'task("f", () => { spin_lock_nest_lock(b, a); spin_unlock(b); });',
    'task("f", () => { spin_lock(a); spin_lock_nest_lock(b, a); spin_unlock(b); spin_unlock(a); });',
  ),
  pair(
    "counted-together",
    "recursion &node->lock",
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(a); spin_lock(x.lock); spin_lock(y.lock); spin_unlock(y.lock); spin_unlock(x.lock); spin_unlock(a); });',
    'class Node { readonly lock = spinlock_t(); } const x = new Node(); const y = new Node(); task("f", () => { spin_lock(a); spin_lock_nest_lock(x.lock, a); spin_lock_nest_lock(y.lock, a); spin_unlock(x.lock); spin_unlock(y.lock); spin_unlock(a); });',
  ),
  pair(
    "maps-do-not-restrict",
    "wait-context m",
    'kworker("w", () => { spin_lock(a); mutex_lock(m); mutex_unlock(m); spin_unlock(a); });',
    'kworker("w", () => { mutex_lock(m); mutex_unlock(m); });',
  ),
  pair(
    "pair-keeps-all-kinds",
    "circular b",
    'queued_rwlocks(false); const l = rwlock_t(); task("f", () => { spin_lock(b); read_lock(l); read_unlock(l); write_lock(l); write_unlock(l); spin_unlock(b); }); task("g", () => { read_lock(l); spin_lock(b); spin_unlock(b); read_unlock(l); });',
    'queued_rwlocks(false); const l = rwlock_t(); task("f", () => { spin_lock(b); read_lock(l); read_unlock(l); spin_unlock(b); }); task("g", () => { read_lock(l); spin_lock(b); spin_unlock(b); read_unlock(l); });',
  ),
  pair(
    "rcu-is-passed-over",
    "circular a",
    'task("f", () => { spin_lock(a); rcu_read_lock(); spin_lock(b); spin_unlock(b); rcu_read_unlock(); spin_unlock(a); }); task("g", () => { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); });',
    'task("f", () => { spin_lock(a); rcu_read_lock(); spin_lock(b); spin_unlock(b); rcu_read_unlock(); spin_unlock(a); }); task("g", () => { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); });',
  ),
  pair(
    "wait-context-first",
    "wait-context a",
    'task("f", () => { spin_lock(a); spin_unlock(a); }); hardirq("h", () => { raw_spin_lock(r); spin_lock(a); spin_unlock(a); raw_spin_unlock(r); });',
    'task("f", () => { spin_lock_irq(a); spin_unlock_irq(a); }); hardirq("h", () => { spin_lock(a); spin_unlock(a); });',
  ),
];
