// "io_uring/timeout: fix multishot updates", c83c846231db (2025-01).
// An update of a multishot timeout started the timer with the new time, but did not store it: every later shot was armed with the old one.
// Breaks S11: after an update that returned 0, every arming has the new time.
// One multishot timeout of two shots; the task that updates and runs task work, the timer; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  hrtimer_try_to_cancel,
  int,
  invariant,
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

const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");

class io_timeout_data {
  ts = int(1, 2, 1); // the time, of which there are an old one (1) and a new one (2)
  armed_with = int(0, 2); // counted: the time of the last arming
  listed = bool();
  shots = int(0, 2);
  timer = hrtimer(io_timeout_fn, { cpu: 1 });
}
const data = new io_timeout_data();
let updated = bool(); // an update returned 0

/** Called with timeout_lock. */
function arm(ts: number) {
  data.armed_with = ts;
  data.listed = true;
  hrtimer_start(data.timer);
}

function io_timeout_fn(expired: io_timeout_data): hrtimer_restart {
  const flags = raw_spin_lock_irqsave(timeout_lock);
  expired.listed = false;
  expired.shots = expired.shots + 1;
  raw_spin_unlock_irqrestore(timeout_lock, flags);
  return HRTIMER_NORESTART;
}

/** Task work of a shot. */
function io_timeout_complete() {
  raw_spin_lock_irq(timeout_lock);
  if (!data.listed && data.shots === 1) arm(data.ts);
  raw_spin_unlock_irq(timeout_lock);
}

function io_timeout_update(ts: number) {
  raw_spin_lock_irq(timeout_lock);
  if (data.listed && hrtimer_try_to_cancel(data.timer) !== -1) {
    if (version === "after") data.ts = ts;
    arm(ts);
    updated = true;
  }
  raw_spin_unlock_irq(timeout_lock);
}

function application() {
  raw_spin_lock_irq(timeout_lock);
  arm(1);
  raw_spin_unlock_irq(timeout_lock);
  io_timeout_update(2);
  io_timeout_complete();
}

task("application", application, { cpu: 0 });

invariant("S11: after an update every arming has the new time", () => !updated || data.armed_with === 2);

expect(version === "before" ? violates("invariant", { property: "S11: after an update every arming has the new time" }) : verified());
