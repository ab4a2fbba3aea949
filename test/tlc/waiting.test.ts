import { checkCases } from "./cases.js";

const DECLARATIONS = "const l = spinlock_t(); const q = wait_queue_head(); let done = bool(); let x = int(0, 9);";

checkCases("[T] waiting in the real TLC", DECLARATIONS, [
  [
    "whoever only sleeps for a while is no waiter, though there is a queue",
    'task("f", () => { wake_up(q); msleep(); x = 1; msleep(); x = 2; assert(x === 2, "two"); });',
    "verified",
  ],
  ["nobody is saved by a signal", 'task("f", () => { wait_event_interruptible(q, () => done); });', "stuck"],
  [
    "but one may come",
    'task("f", () => { if (wait_event_interruptible(q, () => done) !== 0) assert(false, "signal"); }); task("g", () => { done = true; wake_up(q); });',
    "assertion: signal",
  ],
  [
    "without one the condition holds",
    'task("f", () => { if (wait_event_interruptible(q, () => done) === 0) assert(done, "done"); }); task("g", () => { done = true; wake_up_interruptible(q); });',
    "verified",
  ],
  ["time is up some day", 'task("f", () => { assert(wait_event_timeout(q, () => done) === 0, "late"); });', "verified"],
  [
    "whoever has time left found the condition true",
    'task("f", () => { if (wait_event_timeout(q, () => done) === 1) assert(done, "done"); }); task("g", () => { done = true; wake_up(q); });',
    "verified",
  ],
  [
    "time may be up before it is",
    'task("f", () => { assert(wait_event_timeout(q, () => done) === 1, "in time"); }); task("g", () => { done = true; wake_up(q); });',
    "assertion: in time",
  ],
  [
    "a killable wait with a timeout gives one of three",
    'task("f", () => { const left = wait_event_killable_timeout(q, () => done); assert(left === 1 || left === 0 || left === -512, "left"); x = left === 1 ? 1 : left === 0 ? 2 : 3; }); task("g", () => { done = true; wake_up(q); }); reachable("left", () => x === 1); reachable("late", () => x === 2); reachable("killed", () => x === 3);',
    "verified",
  ],
  [
    "whoever runs stays on the queue for the next wake-up",
    'const a = completion(); const b = completion(); const c = completion(); task("f", () => { prepare_to_wait(q); set_current_state(TASK_RUNNING); complete(a); wait_for_completion(b); set_current_state(TASK_UNINTERRUPTIBLE); complete(c); schedule(); finish_wait(q); }); task("g", () => { wait_for_completion(a); wake_up(q); complete(b); wait_for_completion(c); wake_up(q); });',
    "verified",
  ],
  [
    "whoever was woken is on the queue no more",
    'const a = completion(); task("f", () => { prepare_to_wait(q); schedule(); complete(a); set_current_state(TASK_UNINTERRUPTIBLE); schedule(); finish_wait(q); }); task("g", () => { while (!waitqueue_active(q)) cpu_relax(); wake_up(q); wait_for_completion(a); wake_up(q); });',
    "stuck",
  ],
  [
    "after a timeout nobody is on the queue",
    'task("f", () => { wait_event_timeout(q, () => done); assert(!waitqueue_active(q), "left"); });',
    "verified",
  ],
  [
    "whoever sleeps for some time runs afterwards",
    'task("f", () => { set_current_state(TASK_UNINTERRUPTIBLE); msleep(); schedule(); set_current_state(TASK_UNINTERRUPTIBLE); ssleep(); schedule(); });',
    "verified",
  ],
  ["whoever only might does not", 'task("f", () => { set_current_state(TASK_UNINTERRUPTIBLE); might_sleep(); schedule(); });', "stuck"],
  ["sleeping for some time is not for atomic context", 'task("f", () => { get_cpu(); msleep(); put_cpu(); });', "sleep-in-atomic"],
  ["staying on a CPU does not forbid it", 'task("f", () => { migrate_disable(); msleep(); migrate_enable(); });', "verified"],
]);
