// Task work of a ring set up with IORING_SETUP_DEFER_TASKRUN (io_uring/io_uring.c): a request that completes, wherever that happens, is pushed
// on the ring's lock-less list. The task that owns the ring takes it from there; when the ring goes away a fallback worker does.
// Left out: waking the owner (it takes only the raw pi_lock, and nobody sleeps in io_cqring_wait() here) with the counting that serves it;
// the eventfd's deferred signal (only for a signal from inside an eventfd); rings without that flag, where no eventfd is signalled.
// The kernel runs the oldest first; here llist_del_first() takes the newest.

import {
  assert,
  cpu_relax,
  LLIST_HEAD,
  llist_add,
  llist_del_all,
  llist_del_first,
  llist_empty,
  type llist_head,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  rcu_read_lock,
  rcu_read_unlock,
  wrap,
} from "lockproof/dsl";
import { eventfd_signal_mask } from "../../lib/eventfd.js";
import { __io_submit_flush_completions, io_req_task_complete } from "./complete.js";
import { io_req_task_link_timeout } from "./link-timeout.js";
import { type io_kiocb, type io_ring_ctx, U32 } from "./ring.js";
import { io_timeout_complete } from "./timeout.js";

export function io_eventfd_signal(ctx: io_ring_ctx) {
  rcu_read_lock(); // survives mutation: it is for the eventfd's holder, which is not replaced here; 22 has one that is
  if (ctx.io_ev_fd !== null) eventfd_signal_mask(ctx.io_ev_fd);
  rcu_read_unlock(); // survives mutation: as above
}

export function io_req_local_work_add(req: io_kiocb, ctx: io_ring_ctx) {
  rcu_read_lock(); // survives mutation: it is for the ring, which is freed a grace period after its last request; that is left out
  if (llist_add(req.io_task_work, ctx.work_llist)) {
    if (ctx.io_ev_fd !== null) io_eventfd_signal(ctx); // the list was empty
  }
  rcu_read_unlock();
}

export function __io_req_task_work_add(req: io_kiocb, ctx: io_ring_ctx) {
  io_req_local_work_add(req, ctx);
}

/** Static inline in the kernel, so without a frame in a call trace. */
export const io_req_task_work_add = (req: io_kiocb) => __io_req_task_work_add(req, req.ctx);

/** req->io_task_work.func(req). Only requests of one kind have the last two. */
const run = (req: io_kiocb) => {
  switch (req.tw_func) {
    case "io_req_task_complete":
      io_req_task_complete(req);
      break;
    case "io_timeout_complete":
      if (req.opcode === "TIMEOUT") io_timeout_complete(req);
      break;
    case "io_req_task_link_timeout":
      if (req.opcode === "LINK_TIMEOUT") io_req_task_link_timeout(req);
      break;
    case "none":
      assert(false, "task work has a function");
  }
};

/** Runs what llist_del_all() took. */
function io_run_task_work(ctx: io_ring_ctx, work: llist_head<io_kiocb>) {
  lockdep_assert_held(ctx.uring_lock);
  let req = llist_del_first(work);
  while (req !== null) {
    run(req);
    req = llist_del_first(work);
  }
  __io_submit_flush_completions(ctx);
}

/** The owner of the ring runs its task work. */
export function io_run_local_work(ctx: io_ring_ctx) {
  if (llist_empty(ctx.work_llist)) return;
  const work = LLIST_HEAD<io_kiocb>("io_task_work");
  mutex_lock(ctx.uring_lock); // survives mutation: the list is lock-less, it may as well be taken before
  llist_del_all(ctx.work_llist, work);
  io_run_task_work(ctx, work);
  mutex_unlock(ctx.uring_lock);
}

/** The owner waits for so many CQEs since the model began. The wake-up is left out: it runs when there is work. */
export function io_cqring_wait(ctx: io_ring_ctx, wanted: number) {
  while (wrap(ctx.cached_cq_tail - ctx.posted, U32) < wanted) {
    while (llist_empty(ctx.work_llist)) cpu_relax();
    io_run_local_work(ctx);
  }
}

/** The ring's exit hands task work over to the fallback worker. */
export function io_move_task_work_from_local(ctx: io_ring_ctx) {
  const work = LLIST_HEAD<io_kiocb>("io_task_work");
  llist_del_all(ctx.work_llist, work);
  let req = llist_del_first(work);
  while (req !== null) {
    llist_add(req.io_task_work, ctx.fallback_llist);
    req = llist_del_first(work);
  }
}

/** The work function of the fallback worker. */
export function io_fallback_req_func(ctx: io_ring_ctx) {
  const work = LLIST_HEAD<io_kiocb>("io_task_work");
  llist_del_all(ctx.fallback_llist, work);
  mutex_lock(ctx.uring_lock);
  io_run_task_work(ctx, work);
  mutex_unlock(ctx.uring_lock);
}
