// Task work of a ring set up with IORING_SETUP_DEFER_TASKRUN (io_uring/io_uring.c): a request that completes, wherever that happens, is pushed
// on the ring's lock-less list. The task that owns the ring takes it from there; when the ring goes away a fallback worker does.
// Left out: waking the owner (it takes only the raw pi_lock, and nobody sleeps in io_cqring_wait() here) with the counting that serves it;
// the eventfd's deferred signal (only for a signal from inside an eventfd); rings without that flag, where no eventfd is signalled.
import { int, llist_add, llist_head, llist_node, oneOf, rcu_read_lock, rcu_read_unlock } from "lockproof/dsl";
import { type eventfd_ctx, eventfd_signal_mask } from "./eventfd.js";

/** A request, as far as its completion is concerned. */
export class io_kiocb {
  io_task_work = llist_node(); // one node: a request cannot be queued twice
  res = oneOf("0", "-ETIME", "-ECANCELED"); // cqe.res
  completions = int(0, 2); // CQEs posted for it
}

/** The part of struct io_ring_ctx that local work needs. */
export class io_local_work {
  constructor(readonly io_ev_fd: eventfd_ctx | null = null) {} // has_evfd; it does not change while a model runs
  work_llist = llist_head<io_kiocb>("io_task_work");
}

export function io_eventfd_signal(ctx: io_local_work) {
  rcu_read_lock();
  if (ctx.io_ev_fd !== null) eventfd_signal_mask(ctx.io_ev_fd);
  rcu_read_unlock();
}

export function io_req_local_work_add(req: io_kiocb, ctx: io_local_work) {
  rcu_read_lock();
  if (llist_add(req.io_task_work, ctx.work_llist)) {
    if (ctx.io_ev_fd !== null) io_eventfd_signal(ctx); // the list was empty
  }
  rcu_read_unlock();
}

export function __io_req_task_work_add(req: io_kiocb, ctx: io_local_work) {
  io_req_local_work_add(req, ctx);
}

/** Static inline in the kernel, so without a frame in a call trace. */
export const io_req_task_work_add = (req: io_kiocb, ctx: io_local_work) => __io_req_task_work_add(req, ctx);
