// H4: does the exit of a ring end while a multishot timeout without end is armed?
// The exit worker kills what is on timeout_list, again and again. Each time the timeout may have expired just before: it is not on the list, and the
// fallback worker arms it again behind the killer's back. Timer and fallback are always served, but nobody says when.
// One multishot timeout; the exit worker, the timer, the fallback worker; 3 CPUs. In `full` the completion queue has room for two shots.
// Answer: only with strong fairness, or when the queue is full; docs/findings/h4.md.
import {
  cpu_relax,
  eventually,
  expect,
  finished,
  int,
  raw_spin_lock_irq,
  raw_spin_unlock_irq,
  raw_spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("endless", "full");

const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
let state = int(0, 2, 1); // 0: completed or killed; 1: armed; 2: expired, its task work is queued
let room = int(0, 2, 2); // in the completion queue

/** The timer expires, again and again. */
function io_timeout_fn() {
  while (state !== 0) {
    while (state === 2) cpu_relax();
    raw_spin_lock_irq(timeout_lock);
    if (state === 1) state = 2;
    raw_spin_unlock_irq(timeout_lock);
  }
}

/** Called with timeout_lock: posts a CQE and arms again; without room for one that was the last shot. */
function io_timeout_complete() {
  if (version === "full" && room === 0) {
    state = 0;
    return;
  }
  if (version === "full") room = room - 1;
  state = 1;
}

function io_fallback_req_func() {
  while (state !== 0) {
    while (state === 1) cpu_relax();
    raw_spin_lock_irq(timeout_lock);
    if (state === 2) io_timeout_complete();
    raw_spin_unlock_irq(timeout_lock);
  }
}

function io_kill_timeouts() {
  raw_spin_lock_irq(timeout_lock);
  if (state === 1) state = 0;
  raw_spin_unlock_irq(timeout_lock);
}

function io_ring_exit_work() {
  while (state !== 0) {
    while (state === 2) cpu_relax(); // rounds that find nothing are left out: they would only keep others from the lock
    io_kill_timeouts();
  }
}

task("timer", io_timeout_fn, { cpu: 1 });
task("fallback", io_fallback_req_func, { cpu: 2 });
const exit = task("exit_work", io_ring_exit_work, { cpu: 0 });

eventually("L3: the exit ends", () => finished(exit));
expect(version === "endless" ? violates("eventually", { property: "L3: the exit ends" }) : verified());
