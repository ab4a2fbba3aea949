// Models that between them use every operation, small enough for their whole state graphs to be compared.

export const SMALL_MODELS: Readonly<Record<string, string>> = {
  "two tasks and two locks": `const a = spinlock_t(); const b = spinlock_t();
function f() { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); }
function g() { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); }
task("one", f); task("two", g);`,
  "an interrupt handler that may come on any CPU, over a task that saves interrupts": `const a = raw_spinlock_t(); let x = int(0, 3);
function f() { const flags = raw_spin_lock_irqsave(a); x = 1; raw_spin_unlock_irqrestore(a, flags); x = 2; }
function h() { raw_spin_lock(a); x = 0; raw_spin_unlock(a); }
task("one", f); hardirq("dev", h); softirq("net", h, { times: 2 });`,
  "tasks that share a CPU": `const a = spinlock_t(); const m = mutex(); let x = int(0, 5);
function f() { mutex_lock(m); spin_lock_bh(a); x = x + 1; spin_unlock_bh(a); mutex_unlock(m); }
function g() { preempt_disable(); x = 0; preempt_enable(); if (mutex_trylock(m)) mutex_unlock(m); }
task("one", f, { cpu: 0 }); task("two", g, { cpu: 0 }); softirq("net", () => { spin_lock(a); x = 3; spin_unlock(a); }, { cpu: 0 });`,
  "timers, cancelled and restarted": `class t { timer = hrtimer(fire, { queued: true }); n = int(0, 2); }
const ts = pool(t, 2);
function fire(o: t) { o.n = o.n + 1; if (o.n < 2) return HRTIMER_RESTART; return HRTIMER_NORESTART; }
function f() { const got = hrtimer_try_to_cancel(ts[0].timer); if (got === 1) hrtimer_start(ts[0].timer); hrtimer_cancel(ts[1].timer); }
cpus(2); task("one", f, { cpu: 0 });`,
  "a timer that asks whether it runs, as others do": `class t { timer = hrtimer(fire, { queued: true, cpu: 0 }); busy = bool(); }
const ts = pool(t, 1); let n = int(0, 2); let seen = bool();
function fire(o: t) { n = 0; o.busy = hrtimer_active(o.timer); o.busy = false; return HRTIMER_NORESTART; }
function f() { let own = 1; own = 2; seen = hrtimer_active(ts[0].timer); own = 3; }
task("one", f);`,
  "lists with every kind of node, and their corruption": `class o { list = list_node(); other = int(0, 1); }
const os = pool(o, 2);
class r { head = list_head<o>("list", os); second = list_head<o>("list"); lock = spinlock_t(); }
const ring = new r();
function f() { spin_lock(ring.lock); for (const e of list_for_each_entry_safe(ring.head)) { if (e.other === 0) list_move_tail(e.list, ring.second); } spin_unlock(ring.lock); list_splice_init(ring.second, ring.head); }
function g() { const e = list_first_entry_or_null(ring.head); if (e !== null) { list_del(e.list); } if (!list_empty(ring.second)) list_del_init(list_first_entry(ring.second).list); }
task("one", f); task("two", g);`,
  "entries put beside others, which may have left their list": `class o { list = list_node(); }
const os = pool(o, 3); const head = list_head<o>("list", [os[0]]); const second = list_head<o>("list");
function f() { list_add(os[1].list, os[0].list); list_add_tail(os[2].list, os[1].list); }
function g() { list_move(os[0].list, second); const e = list_first_entry_or_null(head); if (e !== null) list_del_init(e.list); }
task("one", f); task("two", g);`,
  "a wait queue with a lost wake-up and one without": `const q = wait_queue_head("q"); let done = bool(); let also = bool();
function f() { wait_event(q, () => done); }
function g() { done = true; wake_up(q); }
function h() { if (!also) { prepare_to_wait(q); schedule(); finish_wait(q); } }
function i() { also = true; wake_up(q); }
task("one", f); task("two", g); task("three", h); task("four", i);`,
  "interrupt lines and tasklets that are disabled": `const r = raw_spinlock_t(); let x = int(0, 3); class d { tk = tasklet_struct(run, { cpu: 0 }); n = int(0, 2); } const ds = pool(d, 2);
function run(o: d) { o.n = 1; }
const line = hardirq("h", () => { raw_spin_lock(r); x = 1; raw_spin_unlock(r); }, { cpu: 0 });
task("f", () => { disable_irq(line); x = 2; tasklet_schedule(ds[0].tk); tasklet_disable(ds[0].tk); ds[0].n = 0; tasklet_enable(ds[0].tk); enable_irq(line); }, { cpu: 1 });
task("g", () => { tasklet_schedule(ds[1].tk); disable_irq_nosync(line); tasklet_unlock_wait(ds[1].tk); enable_irq(line); }, { cpu: 1 });`,
  "a threaded interrupt handler": `const m = mutex(); let x = int(0, 3); let pending = bool();
const line = request_threaded_irq("dev", () => { if (x === 2) return IRQ_HANDLED; pending = true; return IRQ_WAKE_THREAD; }, () => { mutex_lock(m); pending = false; x = 1; mutex_unlock(m); return IRQ_HANDLED; }, { cpu: 0, times: 2 });
task("f", () => { x = 2; synchronize_irq(line); mutex_lock(m); disable_irq_nosync(line); mutex_unlock(m); enable_irq(line); }, { cpu: 1 });`,
  "an interrupt that comes again when its thread has returned": `let x = int(0, 3);
const line = request_threaded_irq("dev", null, () => { x = 1; x = 2; return IRQ_HANDLED; }, { cpu: 0, times: 2, flags: IRQF_ONESHOT });
task("f", () => { x = 3; free_irq(line); x = 0; }, { cpu: 1 });`,
  "readers of SRCU and of RCU, and those who wait for them": `const s = srcu_struct(); const t = srcu_struct(); let x = int(0, 2); class o { head = rcu_head(); } const a = new o();
task("r", () => { const i = srcu_read_lock(s); rcu_read_lock(); x = 1; rcu_read_unlock(); const j = srcu_read_lock(t); srcu_read_unlock(t, j); srcu_read_unlock(s, i); });
function done(q: o) { x = 2; }
task("w", () => { synchronize_srcu(t); x = 0; synchronize_rcu(); call_srcu(s, a.head, done); synchronize_srcu(s); });`,
  "items of a kthread_worker": `let x = int(0, 2); class d { work = kthread_work(run); other = kthread_work(run); } const dev = new d(); const worker = kthread_create_worker("worker");
function run(o: d) { x = 1; }
task("f", () => { kthread_queue_work(worker, dev.work); kthread_queue_work(worker, dev.other); kthread_flush_work(dev.work); x = 2; kthread_flush_worker(worker); });
task("g", () => { if (kthread_cancel_work_sync(dev.other)) x = 0; });`,
  "data of each CPU": `const n = DEFINE_PER_CPU(int(0, 4, 1)); const b = DEFINE_PER_CPU(bool()); const l = local_lock_t();
task("f", () => { this_cpu_inc(n); local_lock(l); this_cpu_write(n, this_cpu_read(n) + 1); local_unlock(l); this_cpu_write(b, true); }, { cpu: 0 });
task("g", () => { if (per_cpu(b, 0)) this_cpu_dec(n); const k = this_cpu_inc_return(n); this_cpu_add(n, k - per_cpu(n, 0)); }, { cpu: 1 });
softirq("h", () => { this_cpu_write(n, 1); }, { cpu: 0 }); invariant("i", () => per_cpu(n, 1) < 5);`,
  "exclusive waiters, of whom one is woken": `const q = wait_queue_head(); let open = bool();
task("f", () => { wait_event_interruptible_exclusive(q, () => open); });
task("g", () => { prepare_to_wait(q); prepare_to_wait_exclusive(q); if (!open) schedule(); finish_wait(q); });
task("h", () => { open = true; wake_up(q); wake_up_nr(q, 2); });`,
  "task work that a task runs itself, and in user space": `const s = spinlock_t(); let n = int(0, 2); class d { work = task_work(run); other = bool(); } const one = new d(); const two = new d();
function run(o: d) { spin_lock(s); o.other = true; n = n + 1; spin_unlock(s); }
const t = task("t", () => { set_current_state(TASK_INTERRUPTIBLE); if (!task_work_pending(t)) schedule(); set_current_state(TASK_RUNNING); task_work_run(); });
task("f", () => { task_work_add(t, one.work, TWA_SIGNAL); task_work_add(t, two.work, TWA_RESUME); });`,
  "kthreads that are stopped and woken by name": `const m = mutex(); let work = bool(); let n = int(0, 2);
function loop() { while (!kthread_should_stop()) { set_current_state(TASK_INTERRUPTIBLE); if (!work && !kthread_should_stop()) schedule(); __set_current_state(TASK_RUNNING); mutex_lock(m); work = false; n = 1; mutex_unlock(m); } n = 2; }
const k = kthread("k", loop); const l = kthread("l", () => { schedule_timeout(); wake_up_process(k); });
task("f", () => { work = true; wake_up_process(k); kthread_stop(k); kthread_stop(l); });`,
  "readers and writers, downgrading, trying and releasing what is not held": `const l = rwlock_t(); const s = rw_semaphore(); let n = int(0, 3);
function f() { read_lock(l); if (down_read_trylock(s)) { n = 1; up_read(s); } read_unlock(l); }
function g() { down_write(s); n = 2; downgrade_write(s); if (write_trylock(l)) write_unlock(l); up_read(s); }
function h() { write_lock_irq(l); n = 3; write_unlock_irq(l); read_lock(l); read_lock(l); read_unlock(l); read_unlock(l); read_unlock(l); }
task("one", f); task("two", g); task("three", h); softirq("net", () => { read_lock(l); read_unlock(l); }, { cpu: 0 });`,
  "objects with locks for readers, reached through a reference": `class o { lock = rw_semaphore(); n = int(0, 2); }
const os = pool(o, 2); let current = ref<o>(os[0]);
function f() { const c = current; if (c !== null) { down_read(c.lock); down_read_nested(os[1].lock, 1); up_read(os[1].lock); up_read(c.lock); } }
function g() { current = choose(null, os[0], os[1]); if (current !== null) { down_write(current.lock); up_write(current.lock); } }
task("one", f); task("two", g); invariant("free", () => !rwsem_is_locked(os[0].lock) || !rwsem_is_locked(os[1].lock));`,
  "choices, enums, references and NULL": `class o { next = ref<o>(); state = oneOf("idle", "busy"); n = int(0, 2); }
const os = pool(o, 2); let current = ref<o>();
function f() { const pick = choose(0, 1, 2); if (pick < 2) current = os[pick]; const c = current; if (c !== null) { c.state = "busy"; c.n = c.n + pick; } }
function g() { if (current !== null) current.n = 1; current = null; }
task("one", f); task("two", g);`,
  "atomics, wrapping counters, ranges that are left and assertions that fail": `const refs = atomic_t(0, 2, 1); let seq = wrapping(4, 3); let n = int(0, 2);
function f() { if (atomic_inc_not_zero(refs)) { seq = seq + 1; if (atomic_dec_and_test(refs)) assert(seq === 0, "wrapped"); } }
function g() { n = n + 2; n = n + 1; atomic_dec(refs); }
task("one", f); task("two", g); task("three", f);`,
  "lists under a lock, every function": `class o { list = list_node(); n = int(0, 2); }
const os = pool(o, 3); const head = list_head<o>("list", [os[0]]); const second = list_head<o>("list"); const l = spinlock_t(); let n = int(0, 3);
function f() {
  spin_lock(l);
  list_add_tail(os[1].list, os[0].list);
  list_add(os[2].list, os[1].list);
  list_move(os[0].list, second);
  list_splice_init(second, head);
  const e = list_first_entry(head);
  e.n = 1;
  for (const x of list_for_each_entry_safe(head)) if (x === e) list_del_init(x.list);
  if (list_contains(head, os[2]) && !list_empty(head)) list_move_tail(list_last_entry(head).list, second);
  spin_unlock(l);
}
function g() {
  spin_lock(l);
  const e = list_first_entry_or_null(head);
  if (e !== null) { n = n + e.n; list_del(e.list); list_add(e.list, second); }
  const next = list_first_entry_or_null(second);
  if (next !== null) list_move(next.list, head);
  spin_unlock(l);
}
task("one", f); task("two", g); task("three", g);`,
  "readers and writers that nobody looks at": `const l = rwlock_t(); const s = rw_semaphore(); let n = int(0, 3); let m = int(0, 3);
function f() { read_lock(l); const k = n; read_unlock(l); down_read(s); if (m < 2 && k < 2) { down_read_nested(s, 1); up_read(s); } up_read(s); }
function g() { write_lock(l); n = 2; n = n - 1; write_unlock(l); down_write(s); m = 1; m = m + n; up_write(s); }
task("one", f); task("two", g); task("three", f);`,
};
