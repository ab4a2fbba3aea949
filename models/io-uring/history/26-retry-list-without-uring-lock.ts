// "io_uring/tw: serialize ctx->retry_llist with ->uring_lock", 17666e2d7592 (2026-04).
// A run of local work that has done enough leaves the rest on retry_llist. The ring's exit moved that list to the fallback worker without uring_lock,
// also while a runner took from it.
// Breaks S8 (task work is queued once) and S1: the list and the work on it go to both.
// One item more than `size` says; a runner that does one at a time, the exit worker and the fallback worker as one; 2 CPUs.
import {
  bool,
  cpu_relax,
  expect,
  finished,
  invariant,
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
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_move_retry_list, io_run_retry_list, leave } from "../lib/retry-list.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_fallback_req_func } from "../lib/task-work.js";
import "../lib/properties.js";

const SIZE = param("size", 1, { min: 1, max: 2 });
const ITEMS = SIZE + 1;
const version = variant("before", "after");
revert(version, { before: ["17666e2d7592"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const reqs = pool(io_kiocb, ITEMS, ring, "NOP", 0, false);
let left = bool();

function application() {
  mutex_lock(ring.uring_lock); // the run before
  for (const req of reqs) {
    io_init_req(req);
    req.tw_func = "io_req_task_complete";
    leave(ring, req);
  }
  mutex_unlock(ring.uring_lock);
  left = true;
  io_run_retry_list(ring);
}

function io_ring_exit_work() {
  while (!left) cpu_relax();
  io_move_retry_list(ring);
  io_fallback_req_func(ring);
}

const runner = task("application", application, { cpu: 0 });
const exit_work = task("exit_work", io_ring_exit_work, { cpu: 1 });

invariant("S1: all task work has run", () => !finished(runner) || !finished(exit_work) || reqs.every((req) => req.cqes === 1));
reachable("the run does one", () => finished(runner) && ring.retry_llist !== null && reqs.some((req) => req.cqes === 1));

expect(version === "before" ? violates("use-after-free") : verified());
