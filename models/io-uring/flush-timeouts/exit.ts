// The report that led to a9c83a0ab66a: a ring goes away, and its exit worker kills the timeouts that are still armed. In the buggy version
// it signals the ring's eventfd, whose wait-queue lock is a spinlock_t, under the raw timeout_lock.
//
// The characters in lockdep's {..-.} say how locks of a class have been used since boot, by anybody. They need company:
//   &ctx->wqh#2 {..-.}           a poll request completes in a softirq, and signals the eventfd
//   &ctx->timeout_lock {-.-.}    the timeout of another ring, without an eventfd, expires: in a hard interrupt, also on top of that softirq
//   &ctx->completion_lock and the maps of the work {+.+.}    taken with interrupts on
// The exiting ring's own timeout is an hour away. If it could expire, it would signal the eventfd in a hard interrupt, too ({-.-.}).
import {
  bool,
  config,
  configurations,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_active,
  invariant,
  kworker,
  list_empty,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  reachable,
  softirq,
  task,
  verified,
  violates,
} from "lockproof/dsl";
import { io_uring_try_cancel_requests } from "../lib/exit.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_req_task_work_add } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";
import { ev_fd, ring, version } from "./versions.js";

configurations("raw-lock-nesting", "no-raw-lock-nesting");

const far = new io_kiocb(ring, "TIMEOUT", 1, false);
const poll = new io_kiocb(ring, "NOP");

const other_ctx = new io_ring_ctx();
const near = new io_kiocb(other_ctx, "TIMEOUT", 1);

let released = bool();

function io_submit_sqe(timeout: io_kiocb) {
  lockdep_assert_held(timeout.ctx.uring_lock);
  io_timeout(timeout);
}

function io_uring_enter(timeout: io_kiocb) {
  mutex_lock(timeout.ctx.uring_lock);
  io_submit_sqe(timeout);
  mutex_unlock(timeout.ctx.uring_lock);
}

function application() {
  io_uring_enter(far);
  io_uring_enter(near);
  released = true; // close() of the first ring: queues exit_work
}

function io_poll_wake() {
  io_req_task_work_add(poll);
}

/** One round; flush-timeouts.ts has the rest. */
function io_ring_exit_work() {
  while (!released) cpu_relax(); // not queued before
  while (io_uring_try_cancel_requests(ring)) cpu_relax(); // survives mutation: the first round kills all that there is
}

// The worker has CPU 0 for itself; interrupts on top of tasks that hold these locks: flush-timeouts.ts.
task("application", application, { cpu: 1 });
const exit_work = kworker("exit_work", io_ring_exit_work, { workqueue: "iou_exit", work: "&ctx->exit_work", cpu: 0 });
softirq("net_rx", io_poll_wake, { cpu: 1 });

invariant(
  "S2: after the exit no timeout is armed",
  () => !finished(exit_work) || (list_empty(ring.timeout_list) && !hrtimer_active(far.timer) && far.res === "-ECANCELED"),
);
reachable("the other ring's timeout expires", () => near.res === "-ETIME");
reachable("the poll request signals the eventfd", () => !released && ev_fd.count === 1);
eventually("L3: the exit work ends", () => finished(exit_work));

expect(
  version === "buggy" && config.PROVE_RAW_LOCK_NESTING
    ? violates("wait-context", { lock: "&ctx->wqh#2", in: "eventfd_signal_mask" })
    : verified(),
);
