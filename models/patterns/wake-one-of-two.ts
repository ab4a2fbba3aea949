// Two readers wait for messages as exclusive waiters, so that a message wakes one of them and not the whole herd. A batch of two messages with one
// wake-up wakes one reader; the other one sleeps on beside a message. The repair wakes as many as there are messages.
// lockdep: silent, nobody waits for a lock.

import {
  eventually,
  expect,
  finished,
  int,
  invariant,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
  wait_event_interruptible_exclusive,
  wait_queue_head,
  wake_up,
  wake_up_nr,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const readers = wait_queue_head();
const lock = spinlock_t();
let messages = int(0, 2);
let taken = int(0, 2);

function take_message(): boolean {
  spin_lock(lock);
  const got = messages > 0;
  if (got) {
    messages = messages - 1;
    taken = taken + 1;
  }
  spin_unlock(lock);
  return got;
}

function read_message() {
  while (!take_message()) {
    if (wait_event_interruptible_exclusive(readers, () => messages > 0) !== 0) return;
  }
}

function send_batch() {
  spin_lock(lock);
  messages = messages + 1; // survives mutation: before there is a message, nobody else writes
  messages = messages + 1;
  spin_unlock(lock);
  if (version === "broken") wake_up(readers);
  else wake_up_nr(readers, 2);
}

const one = task("one", read_message);
const other = task("other", read_message);
const sender = task("sender", send_batch);

invariant("no message is lost", () => !(finished(one) && finished(other) && finished(sender)) || messages + taken === 2);
eventually("both readers come back", () => finished(one) && finished(other));

expect(version === "broken" ? violates("stuck") : verified());
