// Waiting for a work item under a lock that the item's function takes: flush_work() and cancel_work_sync() wait until the function has
// returned, and it cannot return without the lock. The repair is to wait before the lock is taken.
// lockdep: reports it, as soon as the item once ran and once was waited for while it was queued or ran: waiting acquires the item's map.

import {
  bool,
  cancel_work_sync,
  expect,
  flush_work,
  int,
  invariant,
  mutex,
  mutex_lock,
  mutex_unlock,
  reachable,
  schedule_work,
  task,
  variant,
  verified,
  violates,
  work_struct,
} from "lockproof/dsl";

const version = variant("flush", "cancel", "fixed");

class device {
  lock = mutex("&dev->lock");
  resets = int(0, 1); // under lock
  gone = bool(); // under lock
  resets_in_life = int(0, 1); // under lock
  reset_work = work_struct(device_reset);
}
const dev = new device();

function device_reset(d: device) {
  mutex_lock(d.lock);
  if (!d.gone) d.resets = d.resets + 1;
  mutex_unlock(d.lock);
}

function device_error() {
  schedule_work(dev.reset_work);
}

function device_remove() {
  if (version === "fixed") cancel_work_sync(dev.reset_work);
  mutex_lock(dev.lock);
  if (version === "flush") flush_work(dev.reset_work);
  if (version === "cancel") cancel_work_sync(dev.reset_work);
  dev.resets_in_life = dev.resets;
  dev.gone = true;
  mutex_unlock(dev.lock);
}

task("error", device_error);
task("remove", device_remove);

invariant("what is gone is not reset", () => !dev.gone || dev.resets === dev.resets_in_life);
reachable("a device that is reset in its life is removed", () => dev.gone && dev.resets === 1);

expect(version === "fixed" ? verified() : violates("circular-wait"));
