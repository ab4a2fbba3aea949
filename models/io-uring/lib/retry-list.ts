// What a run of local work leaves when it has done enough (io_uring/tw.c). A plain list, where the other lists of task work are lock-less.
// Left out: how much is enough. Here a run does one item.

import { llist_add, lockdep_assert_held, mutex_lock, mutex_unlock } from "lockproof/dsl";
import { retry_list_is_moved_under_uring_lock } from "./commits.js";
import { io_req_task_complete } from "./complete.js";
import type { io_kiocb, io_ring_ctx } from "./ring.js";

/** Leaves a request for the next run. */
export const leave = (ctx: io_ring_ctx, req: io_kiocb) => {
  lockdep_assert_held(ctx.uring_lock);
  req.next = ctx.retry_llist;
  ctx.retry_llist = req;
};

function __io_run_local_work_loop(ctx: io_ring_ctx) {
  lockdep_assert_held(ctx.uring_lock);
  const req = ctx.retry_llist;
  if (req === null) return;
  ctx.retry_llist = req.next;
  io_req_task_complete(req);
}

/** Runs one item of what was left. */
export function io_run_retry_list(ctx: io_ring_ctx) {
  mutex_lock(ctx.uring_lock);
  __io_run_local_work_loop(ctx);
  mutex_unlock(ctx.uring_lock);
}

/** Part of io_move_task_work_from_local(): what was left goes to the fallback worker. */
export function io_move_retry_list(ctx: io_ring_ctx) {
  if (retry_list_is_moved_under_uring_lock) mutex_lock(ctx.uring_lock);
  let req = ctx.retry_llist;
  ctx.retry_llist = null;
  if (retry_list_is_moved_under_uring_lock) mutex_unlock(ctx.uring_lock);
  while (req !== null) {
    const next: io_kiocb | null = req.next;
    llist_add(req.io_task_work, ctx.fallback_llist);
    req = next;
  }
}
