// Lost wake-up: the sleeper tests the condition first and puts itself on the queue afterwards.
// When the wake-up comes between the two, nobody is there to be woken, and no second one comes. wait_event() tests again after queueing.
// lockdep: nothing, no lock is involved; the kernel would only say "task blocked for more than 120 seconds".
import {
  assert,
  bool,
  eventually,
  expect,
  finish_wait,
  finished,
  prepare_to_wait,
  schedule,
  task,
  variant,
  verified,
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const waitq = wait_queue_head();
let data_ready = bool();

function reader() {
  if (version === "broken") {
    if (!data_ready) {
      prepare_to_wait(waitq); // data_ready is old by now
      schedule();
      finish_wait(waitq);
    }
  } else {
    wait_event(waitq, () => data_ready);
  }
  assert(data_ready, "the reader goes on only with data");
}

function writer() {
  data_ready = true;
  wake_up(waitq);
}

const read = task("reader", reader);
task("writer", writer);

eventually("the reader gets its data", () => finished(read));

expect(version === "broken" ? violates("stuck") : verified());
