import { checkCases } from "./cases.js";

const DECLARATIONS = "const m = mutex(); const q = wait_queue_head(); let work = bool(); let x = int(0, 9);";

/** A thread that sleeps until there is work or it should stop. */
const LOOP =
  "function loop() { while (!kthread_should_stop()) { set_current_state(TASK_INTERRUPTIBLE); if (!work && !kthread_should_stop()) schedule(); __set_current_state(TASK_RUNNING); work = false; } }";

checkCases("[T] kthreads in the real TLC", DECLARATIONS, [
  [
    "a thread that looks after it has said that it sleeps is stopped",
    `${LOOP} const k = kthread("k", loop); task("f", () => { kthread_stop(k); });`,
    "verified",
  ],
  [
    "one that looks before sleeps on",
    'function loop() { while (!kthread_should_stop()) { if (!work) { set_current_state(TASK_INTERRUPTIBLE); schedule(); } __set_current_state(TASK_RUNNING); } } const k = kthread("k", loop); task("f", () => { kthread_stop(k); });',
    "stuck",
  ],
  [
    "waking it by name is enough",
    `${LOOP} const k = kthread("k", loop); task("f", () => { work = true; wake_up_process(k); kthread_stop(k); });`,
    "verified",
  ],
  [
    "stopping under a lock that the thread takes is a circular wait",
    'const k = kthread("k", () => { while (!kthread_should_stop()) { mutex_lock(m); mutex_unlock(m); } }); task("f", () => { mutex_lock(m); kthread_stop(k); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "under another it is not",
    'const n = mutex(); const k = kthread("k", () => { while (!kthread_should_stop()) { mutex_lock(n); mutex_unlock(n); } }); task("f", () => { mutex_lock(m); kthread_stop(k); mutex_unlock(m); });',
    "verified",
  ],
  [
    "when it is stopped the thread has ended",
    'const k = kthread("k", () => { while (!kthread_should_stop()) cond_resched(); x = 1; x = 2; }); task("f", () => { kthread_stop(k); assert(x !== 1, "ended"); });',
    "verified",
  ],
  [
    "and may never have begun",
    'const k = kthread("k", () => { x = 1; while (!kthread_should_stop()) cond_resched(); }); task("f", () => { kthread_stop(k); assert(x === 1, "begun"); });',
    "assertion: begun",
  ],
  ["a thread that stops itself waits for itself", 'const k = kthread("k", () => { kthread_stop(k); });', "circular-wait"],
  [
    "stopping is not for atomic context",
    'const k = kthread("k", () => {}); task("f", () => { get_cpu(); kthread_stop(k); put_cpu(); });',
    "sleep-in-atomic",
  ],
  [
    "a wait on a queue that looks for the end, too",
    'const k = kthread("k", () => { while (!kthread_should_stop()) { wait_event(q, () => work || kthread_should_stop()); work = false; } }); task("f", () => { work = true; wake_up(q); kthread_stop(k); });',
    "verified",
  ],
  [
    "one that does not is not woken",
    'const k = kthread("k", () => { while (!kthread_should_stop()) { wait_event(q, () => work); work = false; } }); task("f", () => { work = true; wake_up(q); kthread_stop(k); });',
    "stuck",
  ],
  [
    "sleeping ends when time is up",
    'task("f", () => { set_current_state(TASK_UNINTERRUPTIBLE); schedule_timeout(); schedule(); });',
    "verified",
  ],
]);
