import { checkCases } from "./cases.js";

const DECLARATIONS = `const m = mutex(); const s = spinlock_t(); let x = int(0, 9); const q = wait_queue_head();
class request { work = task_work(complete_request); done = bool(); } const first = new request(); const second = new request();`;

checkCases("[T] task work in the real TLC", DECLARATIONS, [
  [
    "is run when the task has returned to user space",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { x = 1; }); task("f", () => { task_work_add(t, first.work, TWA_RESUME); }); eventually("done", () => first.done); invariant("not before", () => !first.done || finished(t));',
    "verified",
  ],
  [
    "where the task asks for it, before it goes on",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); task_work_run(); assert(first.done, "ran"); });',
    "verified",
  ],
  [
    "not where it does not ask",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); assert(!first.done, "later"); x = 1; assert(!first.done, "still"); });',
    "verified",
  ],
  [
    "the newest first",
    'function complete_request(r: request) { if (r === second) assert(!first.done, "newest first"); r.done = true; } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); task_work_add(t, second.work, TWA_NONE); task_work_run(); });',
    "verified",
  ],
  [
    "which may be the older one, when the other comes too late",
    'function complete_request(r: request) { if (r === second) assert(!first.done, "newest first"); r.done = true; } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); }); task("f", () => { task_work_add(t, second.work, TWA_NONE); });',
    "assertion: newest first",
  ],
  [
    "adds more, which is run too",
    'function complete_request(r: request) { r.done = true; if (r === first) task_work_add(t, second.work, TWA_NONE); } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); task_work_run(); assert(second.done, "all"); });',
    "verified",
  ],
  [
    "adds itself again, as it runs already",
    'function complete_request(r: request) { x = x + 1; if (x < 3) task_work_add(t, r.work, TWA_NONE); } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); task_work_run(); assert(x === 3, "thrice"); });',
    "verified",
  ],
  [
    "is not added twice",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { x = 1; }); task("f", () => { task_work_add(t, first.work, TWA_NONE); task_work_add(t, first.work, TWA_NONE); });',
    "list-corruption",
  ],
  [
    "runs in the task, with what it holds",
    'function complete_request(r: request) { mutex_lock(m); r.done = true; mutex_unlock(m); } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); mutex_lock(m); task_work_run(); mutex_unlock(m); });',
    "circular-wait",
  ],
  [
    "and may sleep where the task may",
    'function complete_request(r: request) { msleep(); r.done = true; } const t = task("t", () => { task_work_add(t, first.work, TWA_NONE); spin_lock(s); task_work_run(); spin_unlock(s); });',
    "sleep-in-atomic",
  ],
  [
    "wakes the task that waits for it",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { while (!first.done) { prepare_to_wait(q, TASK_INTERRUPTIBLE); if (!task_work_pending(t)) schedule(); finish_wait(q); task_work_run(); } }); task("f", () => { task_work_add(t, first.work, TWA_SIGNAL); });',
    "verified",
  ],
  [
    "but only with TWA_SIGNAL",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { while (!first.done) { prepare_to_wait(q, TASK_INTERRUPTIBLE); if (!task_work_pending(t)) schedule(); finish_wait(q); task_work_run(); } }); task("f", () => { task_work_add(t, first.work, TWA_RESUME); });',
    "stuck",
  ],
  [
    "is not missed by a task that looks and then sleeps, or it is",
    'function complete_request(r: request) { r.done = true; } const t = task("t", () => { while (!first.done) { task_work_run(); prepare_to_wait(q, TASK_INTERRUPTIBLE); schedule(); finish_wait(q); } }); task("f", () => { task_work_add(t, first.work, TWA_SIGNAL); });',
    "stuck",
  ],
]);

checkCases(
  "[T] task work in memory that comes and goes",
  "class item { work = task_work(complete_item); } const items = kmem_cache(item, 1);",
  [
    [
      "is freed by its function",
      'function complete_item(i: item) { kfree(i); } const t = task("t", () => { const i = kzalloc(items, GFP_KERNEL, __GFP_NOFAIL); task_work_add(t, i.work, TWA_NONE); });',
      "verified",
    ],
    [
      "is not freed while it waits",
      'function complete_item(i: item) {} const t = task("t", () => { const i = kzalloc(items, GFP_KERNEL, __GFP_NOFAIL); task_work_add(t, i.work, TWA_NONE); kfree(i); });',
      "free-active",
    ],
  ],
);
