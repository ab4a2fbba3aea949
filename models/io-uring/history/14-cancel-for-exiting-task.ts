// "io_uring: fail cancellation for EXITING tasks", 617a89484deb (2021-11).
// A linked timeout that expires cancels its master by task work, in the context of the task that submitted it. When that task has exited, a fallback
// worker runs the task work, and it used the io_uring context of the task, which is freed. After: there the cancellation fails.
// Breaks S6 (nothing is touched after it was freed).
// One linked timeout; the task that exits, the callback, the fallback worker; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  kfree,
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
} from "lockproof/dsl";

const version = variant("before", "after");

class io_uring_task {
  in_cancel = bool();
}
const tctx = new io_uring_task();

const pi_lock = raw_spinlock_t("&p->pi_lock"); // of the task: its task work, and whether it still runs any
let exiting = bool(); // PF_EXITING
let task_work = bool();
let fallback = bool();

class io_kiocb {
  res = oneOf("none", "-ETIME", "-ECANCELED");
  timer = hrtimer(io_link_timeout_fn, { cpu: 1 });
}
const link = new io_kiocb();

/** task_work_add(), and where task work goes that no task will run. */
function io_req_task_work_add() {
  const flags = raw_spin_lock_irqsave(pi_lock);
  if (exiting) fallback = true;
  else task_work = true;
  raw_spin_unlock_irqrestore(pi_lock, flags);
}

function io_link_timeout_fn(_expired: io_kiocb): hrtimer_restart {
  io_req_task_work_add();
  return HRTIMER_NORESTART;
}

function io_async_cancel_one() {
  tctx.in_cancel = true; // io_wq_cancel_cb(tctx->io_wq, …)
}

/** Run by the task itself, or by the fallback worker. */
function io_req_task_link_timeout() {
  if (version === "after" && exiting) {
    link.res = "-ECANCELED";
    return;
  }
  io_async_cancel_one();
  link.res = "-ETIME";
}

function application() {
  hrtimer_start(link.timer);
  raw_spin_lock_irq(pi_lock);
  const work = task_work;
  if (!work) exiting = true; // exit_task_work(): from here on none is accepted
  raw_spin_unlock_irq(pi_lock);
  if (work) io_req_task_link_timeout();
  kfree(tctx);
}

function io_fallback_req_func() {
  while (!fallback && link.res === "none") cpu_relax();
  if (fallback) io_req_task_link_timeout();
}

task("application", application, { cpu: 0 });
const worker = task("fallback", io_fallback_req_func, { cpu: 0 });

eventually("L1: the linked timeout completes", () => finished(worker));
expect(version === "before" ? violates("use-after-free", { in: "io_async_cancel_one" }) : verified());
