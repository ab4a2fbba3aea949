// A request is handed to a device, and its submitter waits until a signal comes. If one does, it gives up and frees the request, which the
// device still has: the interrupt completes it later. The repair is to take the request back first, and to wait when that is too late.
// lockdep: nothing, lifetimes are not its business. KASAN sees it when a signal comes at the right moment.

import {
  assert,
  bool,
  expect,
  invariant,
  irq_work,
  irq_work_queue,
  is_allocated,
  kfree,
  reachable,
  ref,
  spin_lock,
  spin_lock_irq,
  spin_unlock,
  spin_unlock_irq,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
  wait_event,
  wait_event_interruptible,
  wait_queue_head,
  wake_up,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class request {
  done = bool();
}
const req = new request();
class device {
  irq = irq_work(device_irq, { cpu: 1 });
}
const dev = new device();
const device_lock = spinlock_t();
let pending = ref<request>();
const completed = wait_queue_head();

/** True when the device had it no more. */
function take_back(): boolean {
  spin_lock_irq(device_lock);
  const mine = pending !== null;
  pending = null;
  spin_unlock_irq(device_lock);
  return !mine;
}

function submit() {
  spin_lock_irq(device_lock);
  pending = req; // survives mutation: before the device is told nobody else looks at it
  irq_work_queue(dev.irq); // survives mutation: the device will answer, and it may as well be told behind the lock
  spin_unlock_irq(device_lock);
  if (wait_event_interruptible(completed, () => req.done) !== 0) {
    if (version === "fixed" && take_back()) wait_event(completed, () => req.done);
  } else {
    assert(req.done, "who was not interrupted has an answer");
  }
  kfree(req);
}

function device_irq() {
  spin_lock(device_lock);
  const found = pending;
  pending = null;
  spin_unlock(device_lock);
  if (found !== null) {
    found.done = true;
    wake_up(completed);
  }
}

task("submit", submit, { cpu: 0 });

reachable("the request is given back", () => !is_allocated(req));
invariant("the device has only what is there", () => version === "broken" || pending === null || is_allocated(pending));

expect(version === "broken" ? violates("use-after-free", { in: "device_irq" }) : verified());
