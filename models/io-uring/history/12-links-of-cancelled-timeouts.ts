// "io_uring: fail links of cancelled timeouts", 2ae2eb9dde18 (2021-09).
// A timeout that is cancelled did not count as failed (REQ_F_FAIL), so the requests linked behind it were issued instead of cancelled.
// Breaks S11 (behind a request that failed, nothing of its chain is issued).
// A timeout and a request linked behind it; the task that cancels, the timer, task work; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  eventually,
  expect,
  finished,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  hrtimer_try_to_cancel,
  invariant,
  oneOf,
  raw_spin_lock_irq,
  raw_spin_lock_irqsave,
  raw_spin_unlock_irq,
  raw_spin_unlock_irqrestore,
  raw_spinlock_t,
  task,
  variant,
  verified,
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
} from "lockproof/dsl";

const version = variant("before", "after");

const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
const cq_wait = wait_queue_head("&ctx->cq_wait");

class io_kiocb {
  fail = bool(); // REQ_F_FAIL
  res = oneOf("none", "-ETIME", "-ECANCELED");
  queued = bool(); // task work
  timer = hrtimer(io_timeout_fn, { cpu: 1 });
}
const timeout = new io_kiocb();
let next = oneOf("waits", "issued", "-ECANCELED"); // the request that is linked behind the timeout

function io_timeout_fn(req: io_kiocb): hrtimer_restart {
  const flags = raw_spin_lock_irqsave(timeout_lock);
  req.fail = true;
  req.res = "-ETIME";
  raw_spin_unlock_irqrestore(timeout_lock, flags);
  req.queued = true;
  wake_up(cq_wait);
  return HRTIMER_NORESTART;
}

function io_timeout_cancel(req: io_kiocb) {
  raw_spin_lock_irq(timeout_lock);
  const extracted = hrtimer_try_to_cancel(req.timer) === 1;
  raw_spin_unlock_irq(timeout_lock);
  if (!extracted) return;
  if (version === "after") req.fail = true; // req_set_fail()
  req.res = "-ECANCELED";
  req.queued = true;
}

/** Task work: what is linked behind comes next. */
function io_req_task_complete(req: io_kiocb) {
  next = req.fail ? "-ECANCELED" : "issued";
}

function io_uring_enter() {
  raw_spin_lock_irq(timeout_lock);
  hrtimer_start(timeout.timer);
  raw_spin_unlock_irq(timeout_lock);
  io_timeout_cancel(timeout);
  wait_event(cq_wait, () => timeout.queued);
  io_req_task_complete(timeout);
}

const application = task("application", io_uring_enter, { cpu: 0 });

invariant("S11: what is linked behind a timeout that was cancelled is not issued", () => timeout.res !== "-ECANCELED" || next !== "issued");
eventually("the chain ends", () => finished(application));

expect(
  version === "before"
    ? violates("invariant", { property: "S11: what is linked behind a timeout that was cancelled is not issued" })
    : verified(),
);
