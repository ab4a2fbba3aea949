// Lost update: two tasks add one to a counter that no lock protects.
// `users = users + 1` is a load and a store; the second store can undo the first. The repair is a lock around it (or an atomic_t).
// lockdep: nothing, it does not look at data. KCSAN would report a data race.
import { expect, finished, int, invariant, spin_lock, spin_unlock, spinlock_t, task, variant, verified, violates } from "lockproof/dsl";

const version = variant("broken", "fixed");

const users_lock = spinlock_t();
let users = int(0, 2);

function device_get() {
  if (version === "fixed") spin_lock(users_lock);
  users = users + 1;
  if (version === "fixed") spin_unlock(users_lock);
}

const one = task("one", device_get);
const two = task("two", device_get);

invariant("both are counted", () => !finished(one) || !finished(two) || users === 2);

expect(version === "broken" ? violates("invariant", { property: "both are counted" }) : verified());
