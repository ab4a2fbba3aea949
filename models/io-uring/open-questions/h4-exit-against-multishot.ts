// H4: does the exit of a ring end while a multishot timeout without end is armed?
// The exit worker kills what is on timeout_list, again and again. Each time the timeout may have expired just before: it is not on the list, and the
// fallback worker arms it again behind the killer's back. Timer and fallback are always served, but nobody says when.
// One multishot timeout; the application, the exit worker, the timer, the fallback worker; 3 CPUs. In `full` the completion queue has room for two shots.
// Answer: only with strong fairness, or when the queue is full; docs/findings/h4.md.
import {
  atomic_read,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_is_queued,
  kworker,
  llist_empty,
  reachable,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { fallback_work, io_uring_try_cancel_requests } from "../lib/exit.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_move_task_work_from_local } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";

const version = variant("endless", "full");

const ring = new io_ring_ctx(version === "full" ? "short queue" : "not counted");
const timeout = new io_kiocb(ring, "TIMEOUT", 1, true, "multishot");

function application() {
  io_init_req(timeout);
  io_timeout(timeout);
  ring.released = true; // close()
}

/**
 * As in lib/exit.ts, but a round may meet the timeout armed again, so it is worth one. Rounds that have nothing to move and find nothing armed are
 * left out: they would only keep others from the lock.
 */
function io_ring_exit_work() {
  while (!ring.released) cpu_relax(); // not queued before
  while (atomic_read(ring.refs) > 0) {
    io_move_task_work_from_local(ring);
    while (io_uring_try_cancel_requests(ring)) cpu_relax();
    while (atomic_read(ring.refs) > 0 && llist_empty(ring.work_llist) && !hrtimer_is_queued(timeout.timer)) cpu_relax();
  }
}

task("application", application, { cpu: 0 });
const exit_work = kworker("exit_work", io_ring_exit_work, { workqueue: "iou_exit", work: "&ctx->exit_work", cpu: 0 });
kworker("fallback_work", () => fallback_work(ring), { work: "(&ctx->fallback_work)->work", cpu: 2 });

reachable("shots fill the queue, where it can be full", () => version === "endless" || ring.room === 0);
eventually("L3: the exit ends", () => finished(exit_work));
expect(version === "endless" ? violates("eventually", { property: "L3: the exit ends" }) : verified());
