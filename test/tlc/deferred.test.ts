import { checkCases } from "./cases.js";

const DECLARATIONS =
  "const l = spinlock_t(); let x = int(0, 9); class d { n = int(0, 1); t = timer_list(run); tk = tasklet_struct(run); iw = irq_work(run); hard = irq_work(run, { hard: true }); w = delayed_work(work); } const dev = new d();";

checkCases("[T] timers, tasklets, irq_work and delayed work in the real TLC", DECLARATIONS, [
  [
    "deleting a timer under a lock that its function takes is a circular wait",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { mod_timer(dev.t); spin_lock_bh(l); timer_delete_sync(dev.t); spin_unlock_bh(l); }, { cpu: 0 });',
    "circular-wait",
  ],
  [
    "deleting without waiting is not",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { mod_timer(dev.t); spin_lock_bh(l); timer_delete(dev.t); spin_unlock_bh(l); }, { cpu: 0 });',
    "verified",
  ],
  [
    "but the function may still run",
    'function run() { x = 1; x = 0; } function work() {} task("f", () => { mod_timer(dev.t); timer_delete(dev.t); assert(x === 0, "off"); });',
    "assertion: off",
  ],
  [
    "a timer comes over the holder of a lock with bottom halves on",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { mod_timer(dev.t); spin_lock(l); spin_unlock(l); });',
    "circular-wait",
  ],
  [
    "a tasklet does not with bottom halves off",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { tasklet_schedule(dev.tk); spin_lock_bh(l); spin_unlock_bh(l); });',
    "verified",
  ],
  [
    "after tasklet_kill it neither runs nor is scheduled",
    'function run(o: d) { x = 1; if (o.n === 0) { o.n = 1; tasklet_schedule(o.tk); } x = 0; } function work() {} task("f", () => { tasklet_schedule(dev.tk); tasklet_kill(dev.tk); assert(x === 0 && dev.n === 1, "off"); });',
    "verified",
  ],
  [
    "an irq_work may take a spinlock_t",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { irq_work_queue(dev.iw); });',
    "verified",
  ],
  [
    "a hard one may not",
    'function run() { spin_lock(l); spin_unlock(l); } function work() {} task("f", () => { irq_work_queue(dev.hard); });',
    "wait-context",
  ],
  [
    "a delayed work item that starts itself runs on behind cancel_delayed_work",
    'function run() {} function work(o: d) { x = 1; schedule_delayed_work(o.w); x = 0; } task("f", () => { schedule_delayed_work(dev.w); cancel_delayed_work(dev.w); assert(!delayed_work_pending(dev.w), "off"); });',
    "assertion: off",
  ],
  [
    "not behind cancel_delayed_work_sync",
    'function run() {} function work(o: d) { x = 1; schedule_delayed_work(o.w); x = 0; } task("f", () => { schedule_delayed_work(dev.w); cancel_delayed_work_sync(dev.w); assert(x === 0 && !delayed_work_pending(dev.w), "off"); });',
    "verified",
  ],
  [
    "queue_delayed_work finds its item once: the timer that it starts is that of the item it looks at",
    'function run() {} function work() {} class e { w = delayed_work(work); b = work_struct(block); } const es = pool(e, 2); let cur = ref<e>(es[1]); const wq = alloc_ordered_workqueue("q"); const began = completion(1); const go = completion(1); function block() { complete(began); wait_for_completion(go); } task("f", () => { queue_work(wq, es[0].b); wait_for_completion(began); queue_delayed_work(wq, es[1].w); if (cur === null) return; const queued = queue_delayed_work(wq, cur.w); assert(!queued || delayed_work_pending(es[0].w), "the other one"); complete(go); }); task("g", () => { cur = es[0]; });',
    "verified",
  ],
  [
    "flush_delayed_work does not wait for the timer",
    'function run() {} function work() { x = 1; } task("f", () => { schedule_delayed_work(dev.w); flush_delayed_work(dev.w); assert(x === 1, "ran"); });',
    "verified",
  ],
  [
    "mod_delayed_work starts it anew, and says whether it was queued",
    'function run() {} function work(o: d) { x = x + 1; } task("f", () => { assert(!mod_delayed_work(system_wq, dev.w), "new"); if (mod_delayed_work(system_wq, dev.w)) was = true; }); let was = bool(); invariant("once when it was", () => !was || x <= 1); invariant("twice at most", () => x <= 2); reachable("twice", () => x === 2); reachable("once", () => was && x === 1);',
    "verified",
  ],
  [
    "while it is being cancelled it is not started",
    'function run() {} function work(o: d) { mod_delayed_work(system_wq, dev.w); x = 1; } task("f", () => { schedule_delayed_work(dev.w); cancel_delayed_work_sync(dev.w); assert(!delayed_work_pending(dev.w), "off"); });',
    "verified",
  ],
  [
    "an interrupt does not come over the timer of a delayed work item, which is held up by nobody",
    'function run() {} function work() {} task("f", () => { schedule_delayed_work(dev.w); }); hardirq("i", () => { cancel_delayed_work(dev.w); });',
    "verified",
  ],
  [
    "so it can be started anew in an interrupt, too",
    'function run() {} function work() { x = x + 1; } task("f", () => { schedule_delayed_work(dev.w); }); hardirq("i", () => { mod_delayed_work(system_wq, dev.w); }); invariant("at most twice", () => x <= 2);',
    "verified",
  ],
  [
    "it is pending while the timer's function hands it over",
    'function run() {} function work() {} task("f", () => { schedule_delayed_work(dev.w); if (!delayed_work_pending(dev.w)) assert(schedule_delayed_work(dev.w), "not pending"); });',
    "verified",
  ],
  [
    "that it is pending is one bit, also while it is started anew",
    'const wq = alloc_ordered_workqueue("wq"); const c = completion(); const q = completion(); function run() {} function work() {} class blocker { w = work_struct(block); } const b = new blocker(); function block() { wait_for_completion(c); } task("f", () => { queue_work(wq, b.w); queue_delayed_work(wq, dev.w); complete(q); mod_delayed_work(wq, dev.w); }); task("g", () => { wait_for_completion(q); assert(delayed_work_pending(dev.w), "pending"); complete(c); });',
    "verified",
  ],
  [
    "it is pending no more when it runs",
    'function run() {} function work(o: d) { assert(!delayed_work_pending(o.w), "pending"); } task("f", () => { schedule_delayed_work(dev.w); });',
    "verified",
  ],
  [
    "and can start itself again, though the timer's function has not returned yet",
    'function run() {} function work(o: d) { if (x < 2) { x = x + 1; assert(schedule_delayed_work(o.w), "again"); } } task("f", () => { schedule_delayed_work(dev.w); });',
    "verified",
  ],
  [
    "the item that is queued is taken back, though the timer's function has not returned yet",
    'const q = completion(); function run() {} function work() { x = 1; } const wq = alloc_ordered_workqueue("wq"); class blocker { w = work_struct(block); } const b = new blocker(); function block() { wait_for_completion(q); } task("f", () => { queue_work(wq, b.w); queue_delayed_work(wq, dev.w); cancel_delayed_work(dev.w); assert(!delayed_work_pending(dev.w), "off"); complete(q); });',
    "verified",
  ],
  [
    "an interrupt does come over another timer",
    'function run() { x = 1; x = 0; } function work() {} task("f", () => { mod_timer(dev.t); }); hardirq("i", () => { assert(x === 0, "in between"); });',
    "assertion: in between",
  ],
]);

const ON_ONE_CPU = `configurations("preempt-rt"); let x = int(0, 1); class d { iw = irq_work(run, { cpu: 0 }); t = timer_list(run, { cpu: 0 }); } const dev = new d();
function run() { x = 1; x = 0; } softirq("rx", () => { assert(x === 0, "in between"); }, { cpu: 0 });`;

checkCases("[T] softirqs and the threads of PREEMPT_RT that run what is deferred, in the real TLC", ON_ONE_CPU, [
  ["one comes between the steps of an irq_work", 'task("f", () => { irq_work_queue(dev.iw); }, { cpu: 0 });', "assertion: in between"],
  ["none comes between those of a timer", 'task("f", () => { mod_timer(dev.t); }, { cpu: 0 });', "verified"],
]);
