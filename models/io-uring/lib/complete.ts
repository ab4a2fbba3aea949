// Completions (io_uring/io_uring.c): CQEs are posted, then timeouts are flushed.
// Left out: the eventfd is signalled after a batch, too (with uring_lock held and no other lock), and waiters for CQEs are woken; CQEs are
// collected and posted in one go, which nobody could tell under uring_lock.

import {
  atomic_dec,
  atomic_inc,
  GFP_KERNEL,
  kfree,
  lockdep_assert_held,
  might_alloc,
  refcount_dec_and_test,
  spin_lock,
  spin_unlock,
} from "lockproof/dsl";
import { io_req_find_next, io_req_find_next_of_timeout } from "./link-timeout.js";
import { type io_kiocb, type io_ring_ctx, is_counted } from "./ring.js";
import { io_flush_timeouts } from "./timeout.js";

/** A request is taken from the cache, which may have to be filled first: it keeps the ring until it has completed. */
export const io_init_req = (req: io_kiocb) => {
  might_alloc(GFP_KERNEL); // survives mutation: it is here for those who call it where they may not
  atomic_inc(req.ctx.refs);
};

const io_cq_lock = (ctx: io_ring_ctx) => {
  if (ctx.setup === "no deferred task work") spin_lock(ctx.completion_lock);
};
const io_cq_unlock_post = (ctx: io_ring_ctx) => {
  if (ctx.setup === "no deferred task work") spin_unlock(ctx.completion_lock);
};

const lockdep_assert_cq_locked = (ctx: io_ring_ctx) => {
  if (ctx.setup === "no deferred task work") lockdep_assert_held(ctx.completion_lock);
  else lockdep_assert_held(ctx.uring_lock);
};

/** Posts the final CQE. */
export const io_req_task_complete = (req: io_kiocb) => {
  const ctx = req.ctx;
  io_cq_lock(ctx);
  lockdep_assert_cq_locked(ctx);
  if (is_counted(ctx)) ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  if (req.opcode === "NOP") ctx.events = ctx.events + 1; // survives mutation: counted for S10, as in io_post_nop()
  io_cq_unlock_post(ctx);
  req.cqes = req.cqes + 1;
  if (req.opcode === "TIMEOUT") {
    if (req.kind === "head of a chain") io_req_find_next_of_timeout(req);
    atomic_dec(ctx.refs);
  } else {
    io_free_batch_list(req);
  }
};

/** A request fails before it is issued. */
export function io_req_defer_failed(req: io_kiocb) {
  lockdep_assert_held(req.ctx.uring_lock);
  req.res = "-ECANCELED";
  io_req_task_complete(req);
}

/** After posting: drops the reference for completion, and frees with the last one. Plain timeouts are not freed here: nobody holds on to them. */
function io_free_batch_list(req: io_kiocb) {
  if (req.refcounted && !refcount_dec_and_test(req.refs)) return;
  io_free_req(req);
}

export const set_in_exec = (ctx: io_ring_ctx, value: boolean) => {
  lockdep_assert_held(ctx.fs.lock);
  ctx.fs.in_exec = value;
};

/** What a request has of the task that made it. */
function io_req_clean_work(ctx: io_ring_ctx) {
  spin_lock(ctx.fs.lock);
  set_in_exec(ctx, false);
  spin_unlock(ctx.fs.lock);
}

export function io_free_req(req: io_kiocb) {
  const ctx = req.ctx;
  if (ctx.setup === "requests with an fs_struct") io_req_clean_work(ctx);
  io_req_find_next(req);
  kfree(req);
  atomic_dec(ctx.refs);
}

/** Posts a CQE with IORING_CQE_F_MORE; false when the queue is full. */
export const io_req_post_cqe = (req: io_kiocb): boolean => {
  const ctx = req.ctx;
  // survives mutation: no other ring has a full queue
  if (ctx.setup === "short queue") {
    if (ctx.room === 0) return false;
    ctx.room = ctx.room - 1;
  }
  io_cq_lock(ctx);
  lockdep_assert_cq_locked(ctx);
  if (is_counted(ctx)) ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  io_cq_unlock_post(ctx);
  return true;
};

/** A request without effect completes at once. */
export const io_post_nop = (ctx: io_ring_ctx) => {
  io_cq_lock(ctx);
  lockdep_assert_cq_locked(ctx);
  if (is_counted(ctx)) ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  ctx.events = ctx.events + 1; // survives mutation: counted for S10; it is in time if it is there when the poster flushes
  io_cq_unlock_post(ctx);
};

/** After posting. */
export function __io_submit_flush_completions(ctx: io_ring_ctx) {
  if (ctx.setup !== "no deferred task work") lockdep_assert_held(ctx.uring_lock); // in those days whoever posted flushed
  if (ctx.setup === "default" || ctx.setup === "no deferred task work") io_flush_timeouts(ctx);
}
