// A delayed work item that starts itself again is to be stopped. cancel_delayed_work() only takes it out of its queues: the function that
// runs at that moment starts it again, and the object is freed under it. cancel_delayed_work_sync() waits, and keeps it from that.
// lockdep: nothing, lifetimes are not its business; debugobjects sees a queued timer in freed memory.

import {
  cancel_delayed_work,
  cancel_delayed_work_sync,
  delayed_work,
  expect,
  finished,
  int,
  is_allocated,
  kfree,
  reachable,
  schedule_delayed_work,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class sensor {
  polls = int(0, 2);
  poll_work = delayed_work(sensor_poll);
}
const dev = new sensor();

function sensor_poll(s: sensor) {
  if (s.polls < 2) s.polls = s.polls + 1;
  schedule_delayed_work(s.poll_work);
}

function sensor_remove() {
  schedule_delayed_work(dev.poll_work);
  if (version === "broken") cancel_delayed_work(dev.poll_work);
  else cancel_delayed_work_sync(dev.poll_work);
  kfree(dev);
}

const remover = task("remove", sensor_remove);

reachable("the sensor is polled again", () => dev.polls === 2);
reachable("the sensor is gone", () => finished(remover) && !is_allocated(dev));

expect(version === "broken" ? violates("use-after-free") : verified());
