// H3: can a cancellation of a multishot timeout say -ENOENT although the timeout goes on?
// Between two shots, from the callback until task work arms it again, a multishot timeout is not on timeout_list.
// One multishot timeout of two shots; the callback, the owner's task work, a canceller in io-wq; 2 CPUs.
// Answer: yes, within this model, when the cancellation finds it between its shots; docs/findings/h3.md has the interleaving.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
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
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
} from "lockproof/dsl";

const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
const cq_wait = wait_queue_head("&ctx->cq_wait");

class io_timeout_data {
  listed = bool();
  fired = bool(); // task work is queued
  timer = hrtimer(io_timeout_fn, { cpu: 0 });
}
const data = new io_timeout_data();
let submitted = bool();
let answer = oneOf("none", "0", "-ENOENT", "-EALREADY"); // of the cancellation
let armed_after_enoent = bool(); // counted

/** Called with timeout_lock. */
function arm() {
  data.listed = true;
  hrtimer_start(data.timer);
  if (answer === "-ENOENT") armed_after_enoent = true;
}

function io_timeout_fn(expired: io_timeout_data): hrtimer_restart {
  const flags = raw_spin_lock_irqsave(timeout_lock);
  expired.listed = false;
  raw_spin_unlock_irqrestore(timeout_lock, flags);
  expired.fired = true;
  wake_up(cq_wait);
  return HRTIMER_NORESTART;
}

/** Task work of the first shot. */
function io_timeout_complete() {
  raw_spin_lock_irq(timeout_lock);
  arm();
  raw_spin_unlock_irq(timeout_lock);
}

function io_timeout_cancel() {
  raw_spin_lock_irq(timeout_lock);
  if (!data.listed) {
    answer = "-ENOENT";
  } else if (hrtimer_try_to_cancel(data.timer) === -1) {
    answer = "-EALREADY";
  } else {
    data.listed = false;
    answer = "0";
  }
  raw_spin_unlock_irq(timeout_lock);
}

function application() {
  raw_spin_lock_irq(timeout_lock);
  arm();
  raw_spin_unlock_irq(timeout_lock);
  submitted = true;
  wake_up(cq_wait);
  wait_event(cq_wait, () => data.fired || answer === "0");
  if (data.fired) io_timeout_complete();
}

task("application", application, { cpu: 0 });
task(
  "iou-wrk",
  () => {
    wait_event(cq_wait, () => submitted);
    io_timeout_cancel();
    wake_up(cq_wait);
  },
  { cpu: 1 },
);

invariant("S11: what a cancellation did not find does not go on", () => !armed_after_enoent);

expect(violates("invariant", { property: "S11: what a cancellation did not find does not go on" }));
