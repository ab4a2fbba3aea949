// A mutex under a spinlock: waiting for a mutex is sleeping, and the holder of a spinlock has preemption disabled.
// Others spin on the spinlock while its holder sleeps. The repair here is the other order: the lock that sleeps outside.
// lockdep: "BUG: Invalid wait context", a {4:4} lock in a {3:3} section; mutex_lock's might_sleep() complains as well.
import {
  expect,
  int,
  invariant,
  mutex,
  mutex_is_locked,
  mutex_lock,
  mutex_unlock,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const table_lock = spinlock_t();
const resize_mutex = mutex();
let size = int(1, 3, 1); // written under both, so either is enough to read it
let capacity = int(1, 3, 1);

function table_grow() {
  if (version === "broken") {
    spin_lock(table_lock);
    mutex_lock(resize_mutex);
  } else {
    mutex_lock(resize_mutex);
    spin_lock(table_lock);
  }
  capacity = capacity + 1;
  size = size + 1;
  if (version === "broken") {
    mutex_unlock(resize_mutex);
    spin_unlock(table_lock);
  } else {
    spin_unlock(table_lock);
    mutex_unlock(resize_mutex);
  }
}

task("one", table_grow);
task("two", table_grow);

invariant("the table is as large as it says", () => mutex_is_locked(resize_mutex) || size === capacity);

expect(version === "broken" ? violates("wait-context", { lock: "resize_mutex", in: "table_grow" }) : verified());
