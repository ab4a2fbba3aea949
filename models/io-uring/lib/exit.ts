// The end of a ring (io_uring/io_uring.c). Left out: requests of other kinds are cancelled, too.

import { atomic_read, cpu_relax, llist_empty } from "lockproof/dsl";
import type { io_ring_ctx } from "./ring.js";
import { io_fallback_req_func, io_move_task_work_from_local } from "./task-work.js";
import { io_kill_timeouts } from "./timeout.js";

/** Left out: the fallback worker is waited for, which only takes interleavings away. */
export function io_uring_try_cancel_requests(ctx: io_ring_ctx): boolean {
  return io_kill_timeouts(ctx);
}

/** The work function of ctx->exit_work, which close() queues. */
export function io_ring_exit_work(ctx: io_ring_ctx) {
  while (!ctx.released) cpu_relax(); // not queued before
  while (atomic_read(ctx.refs) > 0) {
    io_move_task_work_from_local(ctx);
    while (io_uring_try_cancel_requests(ctx)) cpu_relax();
    // Tries again every 50 ms until all references are gone. A round with nothing to move would change nothing.
    while (atomic_read(ctx.refs) > 0 && llist_empty(ctx.work_llist)) cpu_relax();
  }
}

/** Runs the fallback work whenever it is queued. */
export function fallback_work(ctx: io_ring_ctx) {
  while (!ctx.released) cpu_relax();
  while (atomic_read(ctx.refs) > 0) {
    while (atomic_read(ctx.refs) > 0 && llist_empty(ctx.fallback_llist)) cpu_relax();
    if (!llist_empty(ctx.fallback_llist)) io_fallback_req_func(ctx);
  }
}
