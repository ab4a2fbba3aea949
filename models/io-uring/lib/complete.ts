// Completions (io_uring/io_uring.c): CQEs are posted, then timeouts are flushed. On a ring with IORING_SETUP_DEFER_TASKRUN all CQEs are posted
// under uring_lock, without completion_lock.
// Left out: the eventfd is signalled after a batch, too (with uring_lock held and no other lock), and waiters for CQEs are woken; CQEs are
// collected and posted in one go, which nobody could tell under uring_lock.

import { atomic_dec, atomic_inc, kfree, refcount_dec_and_test } from "lockproof/dsl";
import { io_req_find_next } from "./link-timeout.js";
import type { io_kiocb, io_ring_ctx } from "./ring.js";
import { io_flush_timeouts } from "./timeout.js";

/** A request is taken from the cache: it keeps the ring until it has completed. */
export const io_init_req = (req: io_kiocb) => atomic_inc(req.ctx.refs);

/** Posts the final CQE. */
export const io_req_task_complete = (req: io_kiocb) => {
  const ctx = req.ctx;
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  if (req.opcode === "NOP") ctx.events = ctx.events + 1;
  req.cqes = req.cqes + 1;
  if (req.opcode === "TIMEOUT") atomic_dec(ctx.refs);
  else io_free_batch_list(req);
};

/** After posting: drops the reference for completion, and frees with the last one. Plain timeouts are not freed here: nobody holds on to them. */
function io_free_batch_list(req: io_kiocb) {
  if (req.refcounted && !refcount_dec_and_test(req.refs)) return;
  io_free_req(req);
}

export function io_free_req(req: io_kiocb) {
  const ctx = req.ctx;
  io_req_find_next(req);
  kfree(req);
  atomic_dec(ctx.refs);
}

/** Posts a CQE with IORING_CQE_F_MORE; false when the queue is full, which it never is here. */
export const io_req_post_cqe = (req: io_kiocb): boolean => {
  const ctx = req.ctx;
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  req.more = req.more + 1;
  return true;
};

/** A request without effect completes while it is submitted. */
export const io_post_nop = (ctx: io_ring_ctx) => {
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  ctx.events = ctx.events + 1;
};

/** After posting. */
export function __io_submit_flush_completions(ctx: io_ring_ctx) {
  io_flush_timeouts(ctx);
}
