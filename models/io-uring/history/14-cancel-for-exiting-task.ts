// "io_uring: fail cancellation for EXITING tasks", 617a89484deb (2021-11).
// A linked timeout that expires cancels its master by task work, in the context of the task that submitted it. When that task has exited, a fallback
// worker runs the task work, and it used the io_uring context of the task, which is freed. After: there the cancellation fails.
// Breaks S6 (nothing is touched after it was freed).
// One master with its linked timeout, so many requests behind it as `size` says; the task that exits, the callbacks, a worker for the exit; 2 CPUs.
import {
  atomic_read,
  cpu_relax,
  eventually,
  expect,
  finished,
  invariant,
  is_allocated,
  kfree,
  kworker,
  llist_empty,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  revert,
  task,
  variant,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { chain_is_whole, io_link_timeout_prep, io_prep_linked_timeout, io_queue_linked_timeout, link_behind } from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx, io_uring_task, U32 } from "../lib/ring.js";
import { io_fallback_req_func, io_move_task_work_from_local } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const BEHIND = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["617a89484deb"], after: [] });

const ring = new io_ring_ctx("task with io-wq");
const tctx = new io_uring_task();
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

function io_queue_sqe() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(master);
  ring.inflight = master;
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

function application() {
  ring.tctx = tctx; // survives mutation: when task work runs, nobody asks for it any more
  mutex_lock(ring.uring_lock);
  io_queue_sqe();
  mutex_unlock(ring.uring_lock);
  ring.exiting = true; // do_exit(), before any task work has run
  kfree(tctx); // __io_uring_free()
}

/** Until the linked timeout has completed. */
function io_ring_exit_work() {
  while (!ring.exiting) cpu_relax();
  while (wrap(ring.cached_cq_tail - ring.posted, U32) === 0) {
    while (llist_empty(ring.work_llist)) cpu_relax();
    io_move_task_work_from_local(ring);
    io_fallback_req_func(ring);
  }
}

const owner = task("application", application, { cpu: 0 });
const exit_work = kworker("exit_work", io_ring_exit_work, { cpu: 0 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(master, link, behind[0]));
invariant(
  "S7: in the end the master alone keeps the ring, and is under way",
  () => !finished(exit_work) || (atomic_read(ring.refs) === 1 && ring.inflight === master && !is_allocated(link)),
);
invariant("S6: the task's context is freed", () => !finished(owner) || !is_allocated(tctx));
eventually("L1: the linked timeout completes", () => finished(exit_work));
expect(version === "before" ? violates("use-after-free", { in: "io_async_cancel_one" }) : verified());
