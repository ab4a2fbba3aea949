// "io_uring: improve task exit timeout cancellations" (2022-06).
// A kill counted timeouts whose callback was running as cancelled, so the loop that kills until nothing is left went round and round until the
// callback had ended. On PREEMPT_RT the callback is a thread's, and the killer may be of higher priority: then it never ends.
// Breaks L4 (the loop ends). A spinner of higher priority is a spinner with preemption disabled, on the callback's CPU.
// One timeout; the killer, the callback; 1 CPU.
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  invariant,
  preempt_disable,
  preempt_enable,
  raw_spin_lock_irq,
  raw_spin_unlock_irq,
  raw_spinlock_t,
  spin_is_locked,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
let on_list = bool(true);
let queued = bool(true);
let running = bool(); // until the callback has returned

/** ktimers: expires the timer, runs its callback. */
function hrtimer_run_softirq() {
  raw_spin_lock_irq(timeout_lock); // the timer base's lock in the kernel: dequeued and running at once
  const expired = queued;
  if (expired) {
    queued = false;
    running = true;
  }
  raw_spin_unlock_irq(timeout_lock);
  if (!expired) return;
  raw_spin_lock_irq(timeout_lock);
  on_list = false;
  raw_spin_unlock_irq(timeout_lock);
  running = false;
}

/** True when there was progress, or, before, something to do. */
function io_kill_timeouts(): boolean {
  let canceled = false;
  raw_spin_lock_irq(timeout_lock);
  if (on_list) {
    if (version === "before") canceled = true;
    if (!running && queued) {
      queued = false;
      on_list = false;
      canceled = true;
    }
  }
  raw_spin_unlock_irq(timeout_lock);
  return canceled;
}

function io_uring_cancel_generic() {
  preempt_disable();
  while (io_kill_timeouts()) cpu_relax();
  preempt_enable();
}

task("ktimers", hrtimer_run_softirq, { cpu: 0 });
const exiting = task("exiting", io_uring_cancel_generic, { cpu: 0 });

invariant(
  "S4: an armed timeout has a timer that is queued or running",
  () => !on_list || queued || running || spin_is_locked(timeout_lock),
);
eventually("L4: the killer's loop ends", () => finished(exiting));
expect(version === "before" ? violates("eventually", { property: "L4: the killer's loop ends" }) : verified());
