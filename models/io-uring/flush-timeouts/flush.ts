// A completion lets a sequenced timeout complete, too: after each batch of completions the task that holds uring_lock flushes the timeouts that
// have waited for as many. In the buggy version it signals the eventfd under the raw timeout_lock, as the exit worker does in exit.ts.
// The timer may expire at the same time, on another CPU, so flush and callback compete for the timeout.
import {
  atomic_read,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_callback_running,
  invariant,
  llist_empty,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  reachable,
  task,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, U32 } from "../lib/ring.js";
import { io_req_task_work_add, io_run_local_work } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/count-property.js";
import "../lib/properties.js";
import { ev_fd, ring, version } from "./versions.js";

const timeout = new io_kiocb(ring, "TIMEOUT", 1);
const other = new io_kiocb(ring, "NOP", 0, false);

function io_submit_sqes() {
  lockdep_assert_held(ring.uring_lock);
  timeout.off = 1;
  io_init_req(timeout);
  io_timeout(timeout);
  io_init_req(other);
  other.tw_func = "io_req_task_complete"; // it completes by task work, which flushes
  io_req_task_work_add(other);
}

function io_uring_enter() {
  mutex_lock(ring.uring_lock);
  io_submit_sqes();
  mutex_unlock(ring.uring_lock);
  while (timeout.cqes === 0) {
    // io_cqring_wait()
    while (llist_empty(ring.work_llist)) cpu_relax(); // asleep; the wake-up is left out
    io_run_local_work(ring);
  }
}

const application = task("application", io_uring_enter, { cpu: 0 });

invariant(
  "L5: in the end the eventfd was signalled",
  () => !finished(application) || hrtimer_callback_running(timeout.timer) || ev_fd.count === 1,
);
invariant(
  "S1: in the end there is one CQE for the timeout, and one for each other completion",
  () => !finished(application) || wrap(ring.cached_cq_tail - ring.posted, U32) === timeout.cqes + ring.events,
);
invariant(
  "S10: in the end cq_timeouts has counted the CQEs of timeouts",
  () => !finished(application) || ring.cq_timeouts === timeout.cqes,
);
invariant("S7: in the end nothing keeps the ring", () => !finished(application) || atomic_read(ring.refs) === 0);
reachable("a flush completes the timeout", () => timeout.cqes === 1 && timeout.res === "0");
eventually("L1: the timeout completes", () => finished(application) && timeout.cqes === 1);

expect(version === "buggy" ? violates("wait-context", { lock: "&ctx->wqh#2", in: "eventfd_signal_mask" }) : verified());
