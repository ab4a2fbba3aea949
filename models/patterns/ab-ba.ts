// AB-BA: two tasks take the same two locks in opposite orders.
// Each can hold the lock it took first and wait for the other's for ever. The repair is one order for everybody.
// lockdep: "possible circular locking dependency detected", as soon as it has seen both orders, even if never at the same time.
import {
  expect,
  int,
  invariant,
  spin_is_locked,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const src_lock = spinlock_t();
const dst_lock = spinlock_t();
let src = int(0, 2, 1); // under src_lock
let dst = int(0, 2, 1); // under dst_lock

function move_forth() {
  spin_lock(src_lock);
  spin_lock(dst_lock);
  src = src - 1; // survives mutation: before dst_lock is taken it is as good, src_lock protects it
  dst = dst + 1; // survives mutation: everybody who changes dst holds src_lock, too
  spin_unlock(dst_lock);
  spin_unlock(src_lock);
}

function move_back() {
  if (version === "broken") {
    spin_lock(dst_lock);
    spin_lock(src_lock);
  } else {
    spin_lock(src_lock);
    spin_lock(dst_lock);
  }
  dst = dst - 1;
  src = src + 1; // survives mutation: nobody changes src but under both locks, and dst_lock is still held
  spin_unlock(src_lock);
  spin_unlock(dst_lock);
}

task("forth", move_forth);
task("back", move_back);

invariant("nothing is lost", () => spin_is_locked(src_lock) || spin_is_locked(dst_lock) || src + dst === 2);

expect(version === "broken" ? violates("circular-wait", { lock: "src_lock", in: "move_back" }) : verified());
