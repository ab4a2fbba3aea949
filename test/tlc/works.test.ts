import { checkCases } from "./cases.js";

const DECLARATIONS =
  'const m = mutex(); let x = int(0, 9); class d { work = work_struct(run); other = work_struct(run_other); } const dev = new d(); const wq = alloc_workqueue("wq"); const line = alloc_ordered_workqueue("line"); const done = completion();';

checkCases("[T] work items and completions in the real TLC", DECLARATIONS, [
  [
    "flushing under a lock that the item takes is a circular wait",
    'function run(o: d) { mutex_lock(m); mutex_unlock(m); } function run_other() {} task("f", () => { queue_work(wq, dev.work); mutex_lock(m); flush_work(dev.work); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "flushing under another is not",
    'const n = mutex(); function run(o: d) { mutex_lock(n); mutex_unlock(n); } function run_other() {} task("f", () => { queue_work(wq, dev.work); mutex_lock(m); flush_work(dev.work); mutex_unlock(m); });',
    "verified",
  ],
  [
    "flushing one item of an ordered queue from another is a circular wait",
    'function run(o: d) { queue_work(line, o.other); flush_work(o.other); } function run_other() {} task("f", () => { queue_work(line, dev.work); });',
    "circular-wait",
  ],
  [
    "from one of another queue it is not",
    'function run(o: d) { queue_work(line, o.other); flush_work(o.other); } function run_other() {} task("f", () => { queue_work(wq, dev.work); });',
    "verified",
  ],
  [
    "flushing a queue from its own item is a circular wait",
    'function run(o: d) { flush_workqueue(wq); } function run_other() {} task("f", () => { queue_work(wq, dev.work); });',
    "circular-wait",
  ],
  [
    "after cancel_work_sync an item neither runs nor is queued",
    'let runs = int(0, 1); function run(o: d) { runs = 1; queue_work(wq, o.work); runs = 0; } function run_other() {} task("f", () => { queue_work(wq, dev.work); cancel_work_sync(dev.work); assert(runs === 0 && !work_pending(dev.work), "off"); });',
    "verified",
  ],
  [
    "after cancel_work it may run",
    'let runs = int(0, 1); function run(o: d) { runs = 1; runs = 0; } function run_other() {} task("f", () => { queue_work(wq, dev.work); cancel_work(dev.work); assert(runs === 0, "off"); });',
    "assertion: off",
  ],
  [
    "waiting for an item is not for atomic context",
    'function run() {} function run_other() {} task("f", () => { preempt_disable(); flush_work(dev.work); preempt_enable(); });',
    "sleep-in-atomic",
  ],
  [
    "a completion that nobody completes is stuck",
    'function run() {} function run_other() {} task("f", () => { wait_for_completion(done); });',
    "stuck",
  ],
  [
    "a wait with a timeout is not",
    'function run() {} function run_other() {} task("f", () => { if (wait_for_completion_timeout(done) === 0) x = 1; });',
    "verified",
  ],
  [
    "one that a signal could end is, as none need come",
    'function run() {} function run_other() {} task("f", () => { wait_for_completion_interruptible(done); });',
    "stuck",
  ],
  [
    "each complete ends one wait",
    'function run() {} function run_other() {} tasks("f", 2, () => { wait_for_completion(done); }); task("g", () => { complete(done); });',
    "stuck",
  ],
  [
    "complete_all ends all",
    'function run() {} function run_other() {} tasks("f", 2, () => { wait_for_completion(done); }); task("g", () => { complete_all(done); });',
    "verified",
  ],
  [
    "waiting for readers inside of a read section sleeps there",
    'function run() {} function run_other() {} task("f", () => { rcu_read_lock(); synchronize_rcu(); rcu_read_unlock(); });',
    "sleep-in-atomic",
  ],
  [
    "rcu_barrier waits for callbacks",
    'const l = spinlock_t(); class o { rcu = rcu_head(); } const a = new o(); function back(p: o) { spin_lock(l); x = 1; spin_unlock(l); } function run() {} function run_other() {} task("f", () => { call_rcu(a.rcu, back); rcu_barrier(); assert(x === 1, "called"); });',
    "verified",
  ],
]);
