// The code after a9c83a0ab66a is safe with everything at once, on two CPUs: timeouts are armed, the first one sequenced; their timers expire; a
// completion flushes; an io-wq worker removes the last one; the ring is closed meanwhile, the exit worker kills what is left, and the fallback
// worker runs the task work, whose completions flush again. That it also ends is shown by flush-timeouts.ts.
// One timeout is always flushed or removed before a kill; with `--set timeouts=2` and 3 there are such left; models/README.md says how large. When a sequenced timeout may complete is not judged: H1.
import {
  atomic_dec,
  bool,
  cpu_relax,
  expect,
  finished,
  invariant,
  kworker,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  reachable,
  task,
  verified,
} from "lockproof/dsl";
import { eventfd_ctx } from "../../lib/eventfd.js";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { fallback_work, io_ring_exit_work } from "../lib/exit.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_run_local_work } from "../lib/task-work.js";
import { io_timeout, io_timeout_remove } from "../lib/timeout.js";
import "../lib/properties.js";

const TIMEOUTS = param("timeouts", 1, { min: 1, max: 3 });

const ev_fd = new eventfd_ctx();
const ring = new io_ring_ctx("default", ev_fd);
const timeouts = pool(io_kiocb, TIMEOUTS, ring);
const remove = new io_kiocb(ring, "NOP", 0, false); // IORING_OP_TIMEOUT_REMOVE; its CQE is left out

let submitted = bool();

function io_submit_sqes() {
  lockdep_assert_held(ring.uring_lock);
  for (const timeout of timeouts) {
    if (timeout === timeouts[0]) timeout.off = 1;
    io_init_req(timeout);
    io_timeout(timeout);
  }
  io_init_req(remove);
  submitted = true;
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
  io_run_local_work(ring);
  ring.released = true; // close()
}

function io_wq_submit_work() {
  while (!submitted) cpu_relax();
  io_timeout_remove(ring, timeouts[TIMEOUTS - 1], false);
  atomic_dec(ring.refs);
}

const has_flushed = (timeout: io_kiocb) => timeout.cqes === 1 && timeout.res === "0";

task("application", application, { cpu: 0 });
task("iou-wrk", io_wq_submit_work, { cpu: 1 });
const exit_work = kworker("exit_work", () => io_ring_exit_work(ring), { workqueue: "iou_exit", work: "&ctx->exit_work", cpu: 1 });
kworker("fallback_work", () => fallback_work(ring), { work: "(&ctx->fallback_work)->work", cpu: 1 });

invariant("S7: when the ring is gone every timeout has completed once", () => !finished(exit_work) || timeouts.every((t) => t.cqes === 1));

reachable("the owner runs the task work of the one that its completion flushed", () => !ring.released && has_flushed(timeouts[0]));
reachable("all references are dropped, and the ring is gone", () => finished(exit_work));
reachable("the removal cancels the last one before the close", () => timeouts[TIMEOUTS - 1].res === "-ECANCELED" && !ring.released);

expect(verified());
