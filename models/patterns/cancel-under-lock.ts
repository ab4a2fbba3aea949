// Waiting for a timer under a lock that the timer's callback takes: hrtimer_cancel() waits until a running callback has returned.
// The callback cannot return without the lock. The repair is to say "stop" under the lock and to cancel after it is released.
// lockdep: nothing, hrtimer_cancel() waits without a lock map (on PREEMPT_RT it waits on a lock of the timer base).

import type { hrtimer_restart } from "lockproof/dsl";
import {
  assert,
  bool,
  expect,
  HRTIMER_NORESTART,
  HRTIMER_RESTART,
  hrtimer,
  hrtimer_active,
  hrtimer_cancel,
  int,
  invariant,
  reachable,
  spin_lock_irqsave,
  spin_unlock_irqrestore,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class watchdog {
  lock = spinlock_t("&wd->lock");
  stopped = bool(); // under lock
  ticks = int(0, 2); // under lock
  timer = hrtimer(watchdog_fn, { queued: true });
}
const wd = new watchdog();

function watchdog_fn(dog: watchdog): hrtimer_restart {
  const flags = spin_lock_irqsave(dog.lock);
  const again = !dog.stopped && dog.ticks < 2;
  if (again) {
    assert(!dog.stopped, "no tick after the stop");
    dog.ticks = dog.ticks + 1;
  }
  spin_unlock_irqrestore(dog.lock, flags);
  return again ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

function watchdog_stop() {
  const flags = spin_lock_irqsave(wd.lock);
  wd.stopped = true;
  if (version === "broken") hrtimer_cancel(wd.timer);
  spin_unlock_irqrestore(wd.lock, flags);
  if (version === "fixed") hrtimer_cancel(wd.timer);
  assert(!hrtimer_active(wd.timer), "a cancelled timer is off");
}

task("stop", watchdog_stop);

reachable("it ticks again", () => wd.ticks === 2);
reachable("it is stopped while it ticks", () => wd.stopped && hrtimer_active(wd.timer));
invariant("it ticks only while it may", () => wd.ticks <= 2);

expect(version === "broken" ? violates("circular-wait", { lock: "&wd->lock", in: "watchdog_fn" }) : verified());
