// Missing unlock on an error path: the early return leaves the function with the mutex held.
// Whoever comes next waits for ever. The repair is one way out of the function that unlocks (goto out; here: no early return).
// lockdep: "lock held when returning to user space!", or "still has locks held!" when the task exits; only if the error ever happens.
import {
  choose,
  eventually,
  expect,
  finished,
  int,
  invariant,
  mutex,
  mutex_is_locked,
  mutex_lock,
  mutex_unlock,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const config_mutex = mutex();
let opened = int(0, 2); // both under config_mutex
let enabled = int(0, 2);

function device_open() {
  mutex_lock(config_mutex);
  opened = opened + 1;
  const err = choose(0, -5); // -EIO
  if (version === "broken") {
    if (err !== 0) {
      opened = opened - 1;
      return;
    }
    enabled = enabled + 1;
  } else {
    if (err === 0) enabled = enabled + 1;
    else opened = opened - 1;
  }
  mutex_unlock(config_mutex);
}

const first = task("first", device_open);
const second = task("second", device_open);

invariant("an open device is enabled", () => mutex_is_locked(config_mutex) || opened === enabled);
eventually("both callers come back", () => finished(first) && finished(second));

expect(version === "broken" ? violates("held-at-end", { in: "device_open" }) : verified());
