// All of it: an application arms timeouts, the first one sequenced (it completes after one other completion), and has a completion; the ring's
// eventfd is signalled for all that completes. Timers expire meanwhile. Then the application closes the ring, and the exit worker kills what is
// left and hands the task work to the fallback worker, whose completions flush timeouts again.
// Only the application holds the ring before the close, and nobody but the two workers after it, as in the kernel.
import {
  atomic_read,
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  invariant,
  kworker,
  llist_empty,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  task,
  verified,
  violates,
} from "lockproof/dsl";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { io_uring_try_cancel_requests } from "../lib/exit.js";
import { io_kiocb } from "../lib/ring.js";
import { io_fallback_req_func, io_move_task_work_from_local, io_run_local_work } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";
import { ring, version } from "./versions.js";

const TIMEOUTS = param("timeouts", 2, { min: 1, max: 4 });

const timeouts = pool(io_kiocb, TIMEOUTS, ring);

let released = bool();

function io_uring_enter() {
  mutex_lock(ring.uring_lock);
  for (const timeout of timeouts) {
    if (timeout === timeouts[0]) timeout.off = 1;
    io_init_req(timeout);
    io_timeout(timeout);
  }
  io_post_nop(ring);
  __io_submit_flush_completions(ring);
  mutex_unlock(ring.uring_lock);
}

function application() {
  io_uring_enter();
  io_run_local_work(ring); // io_uring_enter() again
  released = true; // close(): queues exit_work
}

function io_ring_exit_work() {
  while (!released) cpu_relax(); // not queued before
  while (atomic_read(ring.refs) > 0) {
    io_move_task_work_from_local(ring);
    while (io_uring_try_cancel_requests(ring)) cpu_relax();
    // Tries again every 50 ms until all references are gone. A round with nothing to move would change nothing.
    while (atomic_read(ring.refs) > 0 && llist_empty(ring.work_llist)) cpu_relax();
  }
}

/** Runs the fallback work whenever it is queued. */
function fallback_work() {
  while (!released) cpu_relax();
  while (atomic_read(ring.refs) > 0) {
    while (atomic_read(ring.refs) > 0 && llist_empty(ring.fallback_llist)) cpu_relax();
    if (!llist_empty(ring.fallback_llist)) io_fallback_req_func(ring);
  }
}

task("application", application, { cpu: 0 });
const exit_work = kworker("exit_work", io_ring_exit_work, { workqueue: "iou_exit", work: "&ctx->exit_work", cpu: 1 });
kworker("fallback_work", fallback_work, { work: "(&ctx->fallback_work)->work", cpu: 2 });

invariant("S7: when the ring is gone every timeout has completed once", () => !finished(exit_work) || timeouts.every((t) => t.cqes === 1));
eventually("L1, L3: every timeout completes, and the exit work ends", () => finished(exit_work) && timeouts.every((t) => t.cqes === 1));

expect(version === "buggy" ? violates("wait-context", { lock: "&ctx->wqh#2", in: "eventfd_signal_mask" }) : verified());
