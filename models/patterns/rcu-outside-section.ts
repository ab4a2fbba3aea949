// A function that is called from two places reads a pointer that RCU protects. One caller is in a read section; the other holds the lock
// that writers take, which is enough, but has to be said; a third, added later, does neither. The repair is a read section.
// lockdep: "WARNING: suspicious RCU usage" (CONFIG_PROVE_RCU), when that path runs.

import {
  expect,
  int,
  invariant,
  lockdep,
  lockdep_is_held,
  mutex,
  mutex_lock,
  mutex_unlock,
  rcu_assign_pointer,
  rcu_dereference_check,
  rcu_dereference_protected,
  rcu_read_lock,
  rcu_read_unlock,
  reachable,
  ref,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class config {
  limit = int(0, 2, 1);
}
const first = new config();
const second = new config();
const config_lock = mutex();
let current = ref<config>(first);
let seen = int(0, 2);
let shown = int(0, 2);

/** Under RCU, or under config_lock. */
function limit_of(): number {
  const found = rcu_dereference_check(current, lockdep_is_held(config_lock));
  return found === null ? 0 : found.limit;
}

function reader() {
  rcu_read_lock();
  const limit = limit_of();
  rcu_read_unlock();
  seen = limit;
}

function sysfs_show() {
  if (version === "fixed") rcu_read_lock();
  const limit = limit_of();
  if (version === "fixed") rcu_read_unlock();
  shown = limit;
}

function writer() {
  mutex_lock(config_lock);
  const old = rcu_dereference_protected(current, lockdep_is_held(config_lock));
  if (old === first && limit_of() === 1) rcu_assign_pointer(current, second);
  mutex_unlock(config_lock);
}

task("reader", reader);
task("show", sysfs_show);
task("writer", writer);

invariant("a limit is shown that was set", () => seen <= 1 && shown <= 1);
reachable("both find the limit", () => seen === 1 && shown === 1);
reachable("the second takes over", () => current === second);

expect(
  version === "broken" ? violates("rcu-usage", { in: "limit_of" }) : verified(),
  version === "broken" ? lockdep("rcu-usage", { in: "limit_of" }) : lockdep("silent"),
);
