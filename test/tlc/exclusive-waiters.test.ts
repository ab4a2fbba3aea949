import { checkCases } from "./cases.js";

const DECLARATIONS = `const q = wait_queue_head(); let slots = int(0, 2); let served = int(0, 3); let stop = bool(); const m = mutex();
function take(): boolean { mutex_lock(m); const got = slots > 0; if (got) slots = slots - 1; mutex_unlock(m); return got; }
function serve() { if (wait_event_interruptible_exclusive(q, () => slots > 0) === 0 && take()) { mutex_lock(m); served = served + 1; mutex_unlock(m); } }`;

checkCases("[T] exclusive waiters in the real TLC", DECLARATIONS, [
  [
    "a wake-up wakes one of them, so two need two",
    'tasks("f", 2, () => { prepare_to_wait_exclusive(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { stop = true; wake_up(q); });',
    "stuck",
  ],
  [
    "or one that is meant for two",
    'tasks("f", 2, () => { prepare_to_wait_exclusive(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { stop = true; wake_up_nr(q, 2); });',
    "verified",
  ],
  [
    "or for all",
    'tasks("f", 2, () => { prepare_to_wait_exclusive(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { stop = true; wake_up_all(q); });',
    "verified",
  ],
  [
    "the others are woken always",
    'tasks("f", 2, () => { prepare_to_wait(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { stop = true; wake_up(q); });',
    "verified",
  ],
  [
    "beside an exclusive one",
    'task("e", () => { prepare_to_wait_exclusive(q); if (!stop) schedule(); finish_wait(q); }); task("f", () => { prepare_to_wait(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { stop = true; wake_up(q); });',
    "verified",
  ],
  [
    "whoever does not sleep any more does not use a wake-up up",
    'task("e", () => { prepare_to_wait_exclusive(q); set_current_state(TASK_RUNNING); slots = 1; while (!stop) cpu_relax(); finish_wait(q); }); task("f", () => { prepare_to_wait_exclusive(q); if (!stop) schedule(); finish_wait(q); }); task("g", () => { while (slots === 0) cpu_relax(); stop = true; wake_up(q); });',
    "verified",
  ],
  [
    "and stays on the queue for the next one",
    'const a = completion(); const b = completion(); const c = completion(); task("f", () => { prepare_to_wait_exclusive(q); set_current_state(TASK_RUNNING); complete(a); wait_for_completion(b); set_current_state(TASK_UNINTERRUPTIBLE); complete(c); schedule(); finish_wait(q); }); task("g", () => { wait_for_completion(a); wake_up(q); complete(b); wait_for_completion(c); wake_up(q); });',
    "verified",
  ],
  [
    "whom a signal takes away does not, either",
    'tasks("f", 2, serve); task("g", () => { mutex_lock(m); slots = 2; mutex_unlock(m); wake_up(q); wake_up(q); });',
    "verified",
  ],
  [
    "a slot for two",
    'task("f", serve); task("h", serve); task("g", () => { mutex_lock(m); slots = 1; mutex_unlock(m); wake_up(q); });',
    "stuck",
  ],
]);
