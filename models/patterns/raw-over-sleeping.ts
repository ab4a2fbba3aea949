// A spinlock_t under a raw_spinlock_t: harmless on most kernels, but on PREEMPT_RT a spinlock_t sleeps, and a raw lock's holder must not.
// The repair is to note under the raw lock what has to be done, and to do it when the raw lock is released.
// lockdep: "BUG: Invalid wait context", a {3:3} lock in a {2:2} section; only with CONFIG_PROVE_RAW_LOCK_NESTING, else all of them are {2:2}.
import {
  config,
  configurations,
  eventually,
  expect,
  int,
  invariant,
  raw_spin_lock,
  raw_spin_unlock,
  raw_spinlock_t,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

configurations("raw-lock-nesting", "no-raw-lock-nesting");
const version = variant("broken", "fixed");

const pool_lock = raw_spinlock_t();
const stats_lock = spinlock_t();
let idle = int(0, 2, 2); // workers, under pool_lock
let started = int(0, 2); // under stats_lock

function account_start() {
  spin_lock(stats_lock);
  started = started + 1; // survives mutation: in the broken version pool_lock protects it, too
  spin_unlock(stats_lock);
}

function start_worker() {
  raw_spin_lock(pool_lock);
  idle = idle - 1;
  if (version === "broken") account_start(); // survives mutation: behind pool_lock is where it belongs
  raw_spin_unlock(pool_lock);
  if (version === "fixed") account_start();
}

task("one", start_worker);
task("two", start_worker);

invariant("only workers that left the pool are counted", () => idle + started <= 2);
eventually("every start is counted", () => started === 2);

expect(
  version === "broken" && config.PROVE_RAW_LOCK_NESTING
    ? violates("wait-context", { lock: "stats_lock", in: "account_start" })
    : verified(),
);
