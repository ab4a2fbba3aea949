// Two buffers are locked together, in whatever order the caller names them: wound/wait mutexes make that safe, whichever of the two the ww
// class is for. Whoever is younger and gets -EDEADLK has to give up what it has, wait for the lock that it did not get, and begin with
// that. Whoever keeps it makes the older one wait for ever, in the end.
// lockdep: DEBUG_LOCKS_WARN_ON in the code of the mutexes, which know that the context still has locks.

import { expect, int, invariant, reachable, task, variant, verified, violates } from "lockproof/dsl";
import {
  EDEADLK,
  ww_acquire_ctx,
  ww_acquire_done,
  ww_acquire_fini,
  ww_acquire_init,
  ww_class,
  ww_mutex,
  ww_mutex_lock,
  ww_mutex_lock_slow,
  ww_mutex_unlock,
} from "../lib/ww-mutex.js";

const version = variant("broken", "fixed");
const scheme = variant("wait-die", "wound-wait");

const buffer_ww_class = new ww_class(scheme);
const front = new ww_mutex(buffer_ww_class);
const back = new ww_mutex(buffer_ww_class);
const older = new ww_acquire_ctx();
const younger = new ww_acquire_ctx();
let drawing = int(0, 2);

function lock_both(first: ww_mutex, second: ww_mutex, ctx: ww_acquire_ctx) {
  let held = first;
  let wanted = second;
  ww_acquire_init(ctx, buffer_ww_class);
  ww_mutex_lock(held, ctx);
  while (ww_mutex_lock(wanted, ctx) === -EDEADLK) {
    if (version === "fixed") ww_mutex_unlock(held);
    ww_mutex_lock_slow(wanted, ctx);
    if (version === "broken") break;
    const lost = held;
    held = wanted;
    wanted = lost;
  }
  ww_acquire_done(ctx);
}

function draw(first: ww_mutex, second: ww_mutex, ctx: ww_acquire_ctx) {
  lock_both(first, second, ctx);
  drawing = drawing + 1;
  drawing = drawing - 1;
  ww_mutex_unlock(first);
  ww_mutex_unlock(second);
  ww_acquire_fini(ctx);
}

task("one", () => {
  older.stamp = 1;
  draw(front, back, older);
});
task("other", () => {
  younger.stamp = 2;
  draw(back, front, younger);
});

reachable("somebody backs off", () => older.contending_lock !== null || younger.contending_lock !== null);
invariant("one draws at a time", () => drawing <= 1);

expect(version === "broken" ? violates("assertion", { in: "ww_mutex_lock" }) : verified());
