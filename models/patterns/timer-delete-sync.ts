// Waiting for a timer's function under a lock that the function takes: timer_delete_sync() waits until a running function has returned.
// The repair is to say "stop" under the lock and to delete the timer after it is released; a timer that queues itself again looks at that.
// lockdep: reports it; deleting acquires the timer's map, which is held around the function.

import {
  assert,
  bool,
  expect,
  finished,
  int,
  invariant,
  mod_timer,
  reachable,
  spin_lock,
  spin_lock_bh,
  spin_unlock,
  spin_unlock_bh,
  spinlock_t,
  task,
  timer_delete_sync,
  timer_list,
  timer_pending,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class session {
  lock = spinlock_t("&session->lock");
  closing = bool(); // under lock
  retries = int(0, 2); // under lock
  retries_in_life = int(0, 2); // under lock
  timer = timer_list(session_retry, { queued: true, cpu: 1 });
}
const s = new session();

function session_retry(own: session) {
  spin_lock(own.lock);
  if (!own.closing && own.retries < 2) {
    own.retries = own.retries + 1;
    mod_timer(own.timer);
  }
  spin_unlock(own.lock);
}

function session_close() {
  spin_lock_bh(s.lock);
  s.retries_in_life = s.retries;
  s.closing = true;
  if (version === "broken") timer_delete_sync(s.timer);
  spin_unlock_bh(s.lock);
  if (version === "fixed") timer_delete_sync(s.timer);
  assert(!timer_pending(s.timer), "a deleted timer is off");
}

const closer = task("close", session_close);

invariant("what is closing does not retry", () => !s.closing || s.retries === s.retries_in_life);
reachable("a session that has retried twice is closed", () => finished(closer) && s.closing && s.retries === 2);

expect(version === "broken" ? violates("circular-wait", { lock: "&session->lock", in: "session_retry" }) : verified());
