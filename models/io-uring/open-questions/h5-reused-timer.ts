// H5: a request completes and its memory is given to a new one while the old timer's callback has not returned. What does that do to the new one?
// The hrtimer code knows a running callback by its timer's address: the new timer at that address counts as running, and hrtimer_try_to_cancel()
// returns -1 although it is queued.
// One address, two lives; the callback, the owner that reuses the memory and then kills until nothing is left; 2 CPUs.
// Answer: it happens, and it is benign within this model: -1 leaves the timeout on the list, and a kill comes again; docs/findings/h5.md.
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  int,
  invariant,
  raw_spin_lock_irq,
  raw_spin_unlock_irq,
  raw_spinlock_t,
  reachable,
  spin_is_locked,
  task,
  verified,
} from "lockproof/dsl";

const base_lock = raw_spinlock_t("&cpu_base->lock");
const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
let running = bool(); // cpu_base->running is this address
let queued = bool(); // the timer at this address
let on_list = bool();
let work = bool(); // task work of the old life
let life = int(0, 2); // 1: the old request, 2: the new one
let completed = int(0, 2); // counted: completions of the new one
let mistaken = bool(); // counted: the new one's timer was queued, and counted as running

/** The timer's interrupt on another CPU. The core touches nothing of the timer after the callback but its address. */
function hrtimer_interrupt() {
  while (!queued) cpu_relax();
  raw_spin_lock_irq(base_lock);
  queued = false;
  running = true;
  raw_spin_unlock_irq(base_lock);
  raw_spin_lock_irq(timeout_lock); // io_timeout_fn()
  on_list = false;
  raw_spin_unlock_irq(timeout_lock);
  work = true;
  raw_spin_lock_irq(base_lock); // the callback has returned
  running = false;
  raw_spin_unlock_irq(base_lock);
}

function arm() {
  raw_spin_lock_irq(timeout_lock);
  life = life + 1;
  on_list = true;
  raw_spin_lock_irq(base_lock);
  queued = true;
  raw_spin_unlock_irq(base_lock);
  raw_spin_unlock_irq(timeout_lock);
}

/** True when the timer was taken off; false stands for -1. */
function hrtimer_try_to_cancel(): boolean {
  raw_spin_lock_irq(base_lock);
  const was_running = running;
  if (was_running) mistaken = queued;
  else queued = false;
  raw_spin_unlock_irq(base_lock);
  return !was_running;
}

function io_kill_timeouts() {
  raw_spin_lock_irq(timeout_lock);
  if (hrtimer_try_to_cancel()) {
    on_list = false;
    completed = completed + 1;
  }
  raw_spin_unlock_irq(timeout_lock);
}

function application() {
  arm();
  while (!work) cpu_relax();
  arm(); // the old request has completed, and its memory is the new one's
  while (on_list) {
    io_kill_timeouts();
    while (running) cpu_relax(); // rounds that meet the same callback again are left out: they would only keep it from the lock
  }
}

task("timer", hrtimer_interrupt, { cpu: 1 });
const app = task("application", application, { cpu: 0 });

reachable("the new timer is taken for the old one", () => mistaken);
invariant("S1: the new request completes at most once", () => completed <= 1);
invariant(
  "S4: an armed timeout has a timer that is queued or running",
  () => !on_list || queued || running || spin_is_locked(timeout_lock) || spin_is_locked(base_lock),
);
eventually("L4: the kill ends", () => finished(app));
expect(verified());
