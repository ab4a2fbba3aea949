import { checkCases } from "./cases.js";

const DECLARATIONS =
  'const m = mutex(); let x = int(0, 9); class d { work = kthread_work(run); other = kthread_work(run_other); } const dev = new d(); const worker = kthread_create_worker("worker");';

checkCases("[T] items of a kthread_worker in the real TLC", DECLARATIONS, [
  [
    "run one at a time, in order",
    'function run() { x = 1; x = 2; } function run_other() { assert(x === 2, "order"); } task("f", () => { kthread_queue_work(worker, dev.work); kthread_queue_work(worker, dev.other); });',
    "verified",
  ],
  [
    "are flushed",
    'function run() { x = 1; } function run_other() {} task("f", () => { kthread_queue_work(worker, dev.work); kthread_flush_work(dev.work); assert(x === 1, "ran"); kthread_flush_worker(worker); });',
    "verified",
  ],
  [
    "are not flushed under a lock that they take",
    'function run() { mutex_lock(m); mutex_unlock(m); } function run_other() {} task("f", () => { kthread_queue_work(worker, dev.work); mutex_lock(m); kthread_flush_work(dev.work); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "nor from another of the same worker",
    'function run() { kthread_queue_work(worker, dev.other); kthread_flush_work(dev.other); } function run_other() {} task("f", () => { kthread_queue_work(worker, dev.work); });',
    "circular-wait",
  ],
  [
    "do not start themselves while they are cancelled",
    'function run(o: d) { x = 1; kthread_queue_work(worker, o.work); x = 0; } function run_other() {} task("f", () => { kthread_queue_work(worker, dev.work); kthread_cancel_work_sync(dev.work); assert(x === 0, "off"); });',
    "verified",
  ],
  [
    "whoever waits for nothing may be atomic",
    'function run() {} function run_other() { kthread_queue_work(worker, dev.work); } task("f", () => { preempt_disable(); kthread_flush_work(dev.work); preempt_enable(); }); task("g", () => { kthread_queue_work(worker, dev.other); kthread_cancel_work_sync(dev.other); });',
    "sleep-in-atomic",
  ],
  [
    "and is when nobody queues",
    'function run() {} function run_other() {} task("f", () => { preempt_disable(); kthread_flush_work(dev.work); preempt_enable(); });',
    "verified",
  ],
]);
