// "io_uring: fix race between timeout flush and removal", e677edbcabee (2022-04), CVE-2022-29582.
// A flush took a timeout off the list before it tried to cancel it, also when its callback was running or somebody was removing it.
// Breaks S4 (a queued timer is that of an armed timeout).
// So many timeouts as `size` says, the first sequenced, one completion; flush and callback; 2 CPUs.
import {
  atomic_read,
  eventually,
  expect,
  finished,
  invariant,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  reachable,
  revert,
  task,
  variant,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx, U32 } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const TIMEOUTS = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");
revert(version, { before: ["e677edbcabee", "a9c83a0ab66a"], after: ["a9c83a0ab66a"] });

const ring = new io_ring_ctx();
const timeouts = pool(io_kiocb, TIMEOUTS, ring, "TIMEOUT", 1); // the first is sequenced

function io_submit_sqes() {
  lockdep_assert_held(ring.uring_lock);
  for (const timeout of timeouts) {
    if (timeout === timeouts[0]) timeout.off = 1;
    io_init_req(timeout);
    io_timeout(timeout);
  }
  io_post_nop(ring);
  __io_submit_flush_completions(ring);
}

function io_uring_enter() {
  mutex_lock(ring.uring_lock);
  io_submit_sqes();
  mutex_unlock(ring.uring_lock);
  io_cqring_wait(ring, TIMEOUTS + 1);
}

const application = task("application", io_uring_enter, { cpu: 0 });

invariant(
  "S1: in the end every timeout has completed, with a CQE beside that of the other request",
  () =>
    !finished(application) ||
    (timeouts.every((timeout) => timeout.cqes === 1) &&
      wrap(ring.cached_cq_tail - ring.posted, U32) === TIMEOUTS + ring.events &&
      atomic_read(ring.refs) === 0),
);
reachable("the first timeout is flushed", () => timeouts[0].res === "0" && timeouts[0].cqes === 1);
eventually("L1, L5: the timeouts complete", () => finished(application));
expect(version === "before" ? violates("invariant", { property: "S4: a queued timer is that of an armed timeout" }) : verified());
