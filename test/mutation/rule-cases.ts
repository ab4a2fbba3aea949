/** Two work items on one queue. */
const WORKS = `class d { work = work_struct(run); other = work_struct(run); } const dev = new d(); const wq = alloc_workqueue("wq"); let x = int(0, 3);
function run(o: d) { x = 1; x = 2; }`;

/** A pointer that RCU protects. */
const POINTER = "class o { n = int(0, 1); } const first = new o(); let p = ref<o>(first);";

/** A seqcount, and who writes it. */
const SEQCOUNT = "const q = seqcount_t(); function w() { write_seqcount_begin(q); write_seqcount_end(q); }";

/** Models made to notice a change of one rule that no other small model notices. */
export const RULE_CASES: Readonly<Record<string, string>> = {
  "maps of two objects, of which lockdep is told of one and then of another": `class o { map = lockdep_map(); } const os = pool(o, 2);
task("f", () => { const a = choose(os); lock_map_acquire(os[0].map); lock_map_acquire(os[0].map); lock_map_release(a.map); lock_map_release(os[0].map); });`,
  "a mutex that is held, and of which lockdep is told": `const u = mutex();
task("f", () => { mutex_lock(u); mutex_release(u); mutex_acquire(u); mutex_release(u); mutex_unlock(u); });`,
  "an item that its timer hands over, asked for and queued meanwhile": `class d { work = delayed_work(run); } const dev = new d(); let x = int(0, 2); let y = bool();
function run(o: d) { x = 1; queue_delayed_work(system_wq, o.work); }
task("f", () => { queue_delayed_work(system_wq, dev.work); y = delayed_work_pending(dev.work); if (cancel_delayed_work(dev.work)) x = 2; });`,
  "a mutex in a softirq handler": `const u = mutex(); softirq("s", () => { mutex_lock(u); mutex_unlock(u); }); task("f", () => {});`,
  "flushing an item that is queued, that runs, that is queued again": `${WORKS}
task("f", () => { queue_work(wq, dev.work); flush_work(dev.work); x = 3; }); task("g", () => { queue_work(wq, dev.work); });`,
  "flushing a queue with two items": `${WORKS}
task("f", () => { queue_work(wq, dev.work); queue_work(wq, dev.other); flush_workqueue(wq); x = 3; });`,
  "cancelling an item while another waits for it, and while one queues it": `${WORKS}
task("f", () => { queue_work(wq, dev.work); cancel_work_sync(dev.work); x = 3; }); task("g", () => { flush_work(dev.work); queue_work(wq, dev.work); });`,
  "sleeping with bottom halves off": `task("f", () => { local_bh_disable(); might_sleep(); local_bh_enable(); });`,
  "sleeping inside of RCU": `task("f", () => { rcu_read_lock(); might_sleep(); rcu_read_unlock(); });`,
  "ending with bottom halves off": `task("f", () => { local_bh_disable(); });`,
  "ending with preemption off": `task("f", () => { preempt_disable(); });`,
  "a worker that ends with the maps of its item": `const l = spinlock_t(); let x = int(0, 1); kworker("w", () => { spin_lock(l); x = 1; spin_unlock(l); });`,
  "RCU, a trylock and a lock held while interrupts come on": `const l = spinlock_t(); const m = spinlock_t(); let x = int(0, 2);
task("f", () => { rcu_read_lock(); x = 1; rcu_read_unlock(); spin_lock_irq(l); local_irq_enable(); x = 2; spin_unlock(l); });
hardirq("h", () => { if (spin_trylock(m)) spin_unlock(m); }, { cpu: 1 });
softirq("s", () => { spin_lock(m); spin_unlock(m); }, { cpu: 2 });`,
  "sleeping in a softirq handler, where interrupts are on": `let x = int(0, 1); softirq("s", () => { might_sleep(); x = 1; }); task("f", () => { x = 0; });`,
  "a hard interrupt over a softirq on one of two CPUs marks its lock as used in both": `const l = raw_spinlock_t(); let x = int(0, 2); cpus(2);
softirq("s", () => { x = 1; x = 2; }, { cpu: 0 });
hardirq("h", () => { raw_spin_lock(l); raw_spin_unlock(l); }, { cpu: 0 });
task("f", () => { x = 0; }, { cpu: 1 });`,
  "memory that is used after it was freed, and an object that is freed twice": `class o { n = int(0, 1); } const os = kmem_cache(o, 1); let kept = ref<o>();
task("f", () => { const a = kmalloc(os, GFP_KERNEL); if (a === null) return; kept = a; a.n = 1; kfree(a); });
task("g", () => { const b = kept; if (b !== null) b.n = 0; });`,
  "all memory in use, given back and taken again": `class o { n = int(0, 1); } const os = kmem_cache(o, 2); let x = int(0, 2);
task("f", () => { const a = kmalloc(os, GFP_ATOMIC, __GFP_NOFAIL); const b = kmalloc(os, GFP_ATOMIC); if (b !== null) { x = 1; kfree(b); } kfree(a); });
task("g", () => { const c = kmalloc(os, GFP_KERNEL); if (c !== null) kfree(c); });`,
  "what is on an empty list, and on a longer one": `class o { node = list_node(); } const os = pool(o, 2); const h = list_head<o>("node"); let seen = bool();
task("f", () => { if (list_contains(h, os[0])) seen = true; list_add(os[0].node, h); list_add(os[1].node, h); if (list_contains(h, os[0])) seen = true; });
invariant("i", () => !list_contains(h, os[1]) || list_contains(h, os[0]));`,
  "a lock that another task initialises while it is held": `const w = rwlock_t(); let x = int(0, 1);
task("f", () => { write_lock(w); x = 1; write_unlock(w); }); task("g", () => { rwlock_init(w); });`,
  "what RCU-sched protects, read in a softirq handler": `${POINTER} softirq("s", () => { const a = rcu_dereference_sched(p); }); task("f", () => {});`,
  "asking whether an object is there that nobody frees, and one that comes and goes": `class o { n = int(0, 1); } class s { n = int(0, 1); }
const only = new s(); const os = kmem_cache(o, 1); let kept = ref<o>();
task("f", () => { const a = kmalloc(os, GFP_KERNEL); if (a === null) return; kept = a; kept = null; kfree(a); });
invariant("i", () => is_allocated(only) && (kept === null || is_allocated(kept)));`,
  "a reader that looks again, and a writer": `const c = seqlock_t(); let a = int(0, 2); let b = int(0, 2);
task("r", () => { let x = 0; do { read_seqbegin(c); x = a; } while (read_seqretry(c, 0)); b = x; });
task("w", () => { write_seqlock(c); a = 1; a = 2; write_sequnlock(c); });`,
  "a seqcount that is written with preemption disabled": `${SEQCOUNT} task("f", () => { preempt_disable(); w(); preempt_enable(); });`,
  "a seqcount that is written with bottom halves disabled": `${SEQCOUNT} task("f", () => { local_bh_disable(); w(); local_bh_enable(); });`,
  "a seqcount that is written with interrupts off": `${SEQCOUNT} task("f", () => { local_irq_disable(); w(); local_irq_enable(); });`,
  "a seqcount that is written in a softirq handler": `${SEQCOUNT} softirq("s", w); task("f", () => {});`,
  "a seqcount that is written in a task that can be preempted": `${SEQCOUNT} task("f", w);`,
  "bottom halves that are enabled with interrupts off": `task("f", () => { local_bh_disable(); local_irq_disable(); local_bh_enable(); local_irq_enable(); });`,
  "bottom halves that are disabled in a hard interrupt": `hardirq("h", () => { local_bh_disable(); local_bh_enable(); }); task("f", () => {});`,
  "bottom halves that are disabled in a hard interrupt that is never threaded": `hardirq("h", () => { local_bh_disable(); local_bh_enable(); }, { flags: IRQF_NO_THREAD });
task("f", () => {});`,
  "bottom halves that are disabled and enabled in a softirq handler": `softirq("s", () => { local_bh_disable(); local_bh_enable(); }); task("f", () => {});`,
  "complete_all in a handler that may be threaded": `const c = completion(); hardirq("h", () => { complete_all(c); }); task("f", () => {});`,
  "complete_all in one that never is": `const c = completion(); hardirq("h", () => { complete_all(c); }, { flags: IRQF_NO_THREAD }); task("f", () => {});`,
  "items of a queue that runs one at a time: they line up, one leaves the line, one is waited for behind another": `class d { work = work_struct(one); other = work_struct(two); } const dev = new d(); const wq = alloc_ordered_workqueue("wq"); const u = mutex(); let x = int(0, 3);
function one(o: d) { mutex_lock(u); x = 1; mutex_unlock(u); }
function two(o: d) { x = 2; x = 3; }
task("f", () => { queue_work(wq, dev.work); queue_work(wq, dev.other); mutex_lock(u); flush_work(dev.other); mutex_unlock(u); });
task("g", () => { if (cancel_work(dev.work)) x = 0; });`,
};

/** The same for PREEMPT_RT. */
export const RT_CASES: Readonly<Record<string, string>> = {
  "a seqcount that is written with preemption disabled": `${SEQCOUNT} task("f", () => { preempt_disable(); w(); preempt_enable(); });`,
  "a seqcount that is written with interrupts off": `${SEQCOUNT} task("f", () => { local_irq_disable(); w(); local_irq_enable(); });`,
  "a seqcount that is written with bottom halves disabled, which can be preempted": `${SEQCOUNT} task("f", () => { local_bh_disable(); w(); local_bh_enable(); });`,
  "a seqcount that is written in a hard interrupt with interrupts on": `${SEQCOUNT}
hardirq("h", () => { local_irq_enable(); w(); local_irq_disable(); }, { flags: IRQF_NO_THREAD }); task("f", () => {});`,
  "two tasks and a lock that sleeps": `const l = spinlock_t(); let x = int(0, 1); function f() { spin_lock(l); x = 1; spin_unlock(l); } task("f", f); task("g", f);`,
  "a lock that sleeps with interrupts off": `const l = spinlock_t(); task("f", () => { local_irq_disable(); spin_lock(l); spin_unlock(l); local_irq_enable(); });`,
  "a lock that sleeps with preemption off": `const l = spinlock_t(); task("f", () => { preempt_disable(); spin_lock(l); spin_unlock(l); preempt_enable(); });`,
  "what RCU-sched protects, read with preemption off": `${POINTER} task("f", () => { preempt_disable(); const a = rcu_dereference_sched(p); preempt_enable(); });`,
  "what RCU-sched protects, read with interrupts off": `${POINTER} task("f", () => { local_irq_disable(); const a = rcu_dereference_sched(p); local_irq_enable(); });`,
  "what RCU-sched protects, read in no section": `${POINTER} task("f", () => { const a = rcu_dereference_sched(p); });`,
};
