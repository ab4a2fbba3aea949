// All of it: an application arms timeouts, the first one sequenced (it completes after one other completion), and has a completion; the ring's
// eventfd is signalled for all that completes. Timers expire meanwhile. Then the application closes the ring, and the exit worker kills what is
// left and hands the task work to the fallback worker, whose completions flush timeouts again.
// When a sequenced timeout may complete with 0 is not judged, as it does not hold with three timeouts: open-questions/h1-counters-apart.ts.
// Only the application holds the ring before the close, and nobody but the two workers after it, as in the kernel.
import {
  eventually,
  expect,
  finished,
  invariant,
  kworker,
  lockdep_assert_held,
  mutex_is_locked,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  reachable,
  task,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { fallback_work, io_ring_exit_work } from "../lib/exit.js";
import { io_kiocb, U32 } from "../lib/ring.js";
import { io_run_local_work } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";
import { ring, version } from "./versions.js";

const TIMEOUTS = param("timeouts", 2, { min: 1, max: 4 });

const timeouts = pool(io_kiocb, TIMEOUTS, ring);

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
}

function application() {
  io_uring_enter();
  io_run_local_work(ring); // io_uring_enter() again
  ring.released = true; // close(): queues exit_work
}

task("application", application, { cpu: 0 });
const exit_work = kworker("exit_work", () => io_ring_exit_work(ring), { workqueue: "iou_exit", work: "&ctx->exit_work", cpu: 1 });
kworker("fallback_work", () => fallback_work(ring), { work: "(&ctx->fallback_work)->work", cpu: 2 });

invariant("S7: when the ring is gone every timeout has completed once", () => !finished(exit_work) || timeouts.every((t) => t.cqes === 1));
invariant(
  "S1: the request that completes at once has its CQE before the ring is closed",
  () => !ring.released || ring.cached_cq_tail !== ring.posted,
);
/** Since then only cq_timeouts has moved. */
invariant(
  "S10: whoever posts has flushed when it lets go of uring_lock",
  () => mutex_is_locked(ring.uring_lock) || wrap(ring.cq_last_tm_flush - (ring.cached_cq_tail - ring.cq_timeouts), U32) <= TIMEOUTS,
);
reachable(
  "the owner runs the task work of a timeout that its completion flushed",
  () => !ring.released && timeouts[0].cqes === 1 && timeouts[0].res === "0",
);
eventually("L1, L3: every timeout completes, and the exit work ends", () => finished(exit_work) && timeouts.every((t) => t.cqes === 1));

expect(version === "buggy" ? violates("wait-context", { lock: "&ctx->wqh#2", in: "eventfd_signal_mask" }) : verified());
