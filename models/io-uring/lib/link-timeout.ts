// Linked timeouts (io_uring/timeout.c): a timeout that cancels the request before it in a chain, its master.
// The chain is changed under completion_lock and timeout_lock, and by the callback under timeout_lock alone.

import type { hrtimer_restart, Pool } from "lockproof/dsl";
import {
  assert,
  HRTIMER_NORESTART,
  hrtimer_start,
  hrtimer_try_to_cancel,
  is_allocated,
  list_add_tail,
  list_del,
  list_empty,
  lockdep_assert_held,
  refcount_dec_and_test,
  refcount_inc,
  refcount_inc_not_zero,
  refcount_set,
  spin_lock,
  spin_unlock,
} from "lockproof/dsl";
import {
  cancels_for_living_tasks_only,
  completion_alone_puts_link,
  expired_link_leaves_chain_always,
  expired_link_puts_master_in_task_work,
  link_is_prepared_once,
} from "./commits.js";
import { io_free_req, io_req_task_complete } from "./complete.js";
import type { io_kiocb, io_ring_ctx, io_uring_task } from "./ring.js";
import { io_req_task_work_add } from "./task-work.js";
import { timeout_lock_irq, timeout_lock_irqsave, timeout_unlock_irq, timeout_unlock_irqrestore } from "./timeout-lock.js";

/** Links a timeout behind a request that was not issued yet. */
export const io_link_timeout_prep = (link: io_kiocb, master: io_kiocb) => {
  master.link = link;
  link.head = master;
  master.arm_ltimeout = true;
};

/** Links requests behind a linked timeout. */
export const link_behind = (link: io_kiocb, behind: Pool<io_kiocb>) => {
  let last = link;
  for (const req of behind) {
    last.link = req;
    last = req;
  }
};

/** Takes what is behind `req` out of its chain. */
const io_remove_next_linked = (req: io_kiocb, next: io_kiocb) => {
  req.link = next.link;
  next.link = null;
};

/** S9: what was linked behind a linked timeout that is prepared stays in the chain of its master. */
export const chain_is_whole = (master: io_kiocb, link: io_kiocb, next: io_kiocb) =>
  !is_allocated(master) ||
  !master.link_timeout ||
  master.link === next ||
  (is_allocated(link) && master.link === link && link.link === next);

/** io_prep_linked_timeout(): the linked timeout of a master that is about to be issued; from here on both count references. */
export const io_prep_linked_timeout = (req: io_kiocb): io_kiocb | null => {
  const link = req.link;
  if (!req.arm_ltimeout) {
    if (link_is_prepared_once || !req.link_timeout || link === null) return null;
    refcount_inc(link.refs);
    return link;
  }
  req.arm_ltimeout = false;
  req.link_timeout = true;
  req.refcounted = true;
  if (link !== null) {
    link.refcounted = true;
    refcount_set(link.refs, 2); // for arming, and for completion
  }
  return link;
};

/** Arms the timer, unless the master has finished already; drops the reference for arming. */
export function io_queue_linked_timeout(link: io_kiocb) {
  const ctx = link.ctx;
  timeout_lock_irq(ctx);
  if (link.head !== null) {
    hrtimer_start(link.timer);
    list_add_tail(link.list, ctx.ltimeout_list);
  }
  timeout_unlock_irq(ctx);
  io_put_req(link);
}

/** The last reference frees. */
export function io_put_req(req: io_kiocb) {
  if (refcount_dec_and_test(req.refs)) io_free_req(req);
}

/** The timer's callback, in hard interrupt context. It claims the master, leaves the chain, and pins the master. */
export function io_link_timeout_fn(link: io_kiocb): hrtimer_restart {
  const ctx = link.ctx;
  const flags = timeout_lock_irqsave(ctx);
  let prev = link.head;
  link.head = null;
  if (prev !== null) {
    const master = prev;
    if (!refcount_inc_not_zero(master.refs)) prev = null;
    if (expired_link_leaves_chain_always || prev !== null) io_remove_next_linked(master, link);
  }
  list_del(link.list);
  link.prev = expired_link_puts_master_in_task_work ? prev : null; // survives mutation: nobody else looks at it before task work is queued
  timeout_unlock_irqrestore(ctx, flags);
  if (!expired_link_puts_master_in_task_work && prev !== null) io_put_req(prev);
  link.tw_func = "io_req_task_link_timeout";
  io_req_task_work_add(link);
  return HRTIMER_NORESTART;
}

/** Task work of a linked timeout that expired: cancels the master. */
export function io_req_task_link_timeout(link: io_kiocb) {
  const prev = link.prev;
  link.res = "-ETIME";
  if (prev !== null) {
    if (cancels_for_living_tasks_only && link.ctx.setup === "task with io-wq" && link.ctx.exiting) link.res = "-ECANCELED";
    else if (!io_try_cancel(prev)) link.res = "-ENOENT"; // the master has finished meanwhile
    io_req_task_complete(link);
    io_put_req(prev);
  } else {
    io_req_task_complete(link);
    if (!completion_alone_puts_link) io_put_req(link);
  }
}

/** Takes a request from where it waits to be completed, as from a hash of poll requests. */
const find_and_remove = (ctx: io_ring_ctx, req: io_kiocb): boolean => {
  lockdep_assert_held(ctx.completion_lock);
  const found = ctx.inflight === req;
  if (found) ctx.inflight = null;
  return found;
};

/** True for whoever comes first: that one completes it. */
export const claim = (ctx: io_ring_ctx, req: io_kiocb): boolean => {
  spin_lock(ctx.completion_lock);
  const found = find_and_remove(ctx, req);
  spin_unlock(ctx.completion_lock);
  return found;
};

/** Looks in the io-wq of the task that owns the ring. What it finds there is left out. */
function io_async_cancel_one(tctx: io_uring_task | null) {
  if (tctx !== null) tctx.in_cancel = true;
}

/** Cancels a request that is under way. */
export function io_try_cancel(req: io_kiocb): boolean {
  if (req.ctx.setup === "task with io-wq") io_async_cancel_one(req.ctx.tctx); // survives mutation: in the one model that has an io-wq here, the task has gone, and is not asked
  if (!claim(req.ctx, req)) return false;
  req.res = "-ECANCELED";
  req.tw_func = "io_req_task_complete";
  io_req_task_work_add(req);
  return true;
}

/** A request that is under way is done, unless it was cancelled: then it may be gone. */
export const io_complete_inflight = (ctx: io_ring_ctx, req: io_kiocb) => {
  if (!claim(ctx, req)) return;
  req.tw_func = "io_req_task_complete";
  io_req_task_work_add(req);
};

/** A linked timeout whose callback runs is left to the callback. */
function __io_disarm_linked_timeout(req: io_kiocb, link: io_kiocb): io_kiocb | null {
  lockdep_assert_held(req.ctx.completion_lock);
  lockdep_assert_held(req.ctx.timeout_lock);
  io_remove_next_linked(req, link);
  link.head = null;
  if (hrtimer_try_to_cancel(link.timer) === -1) return null;
  if (!list_empty(link.list)) list_del(link.list);
  return link;
}

function io_disarm_linked_timeout(req: io_kiocb): io_kiocb | null {
  const link = req.link;
  if (link !== null && link.opcode === "LINK_TIMEOUT") return __io_disarm_linked_timeout(req, link);
  return null;
}

/** A master is freed: its linked timeout completes, too, armed or not. */
export function io_disarm_next(req: io_kiocb) {
  lockdep_assert_held(req.ctx.completion_lock);
  if (req.arm_ltimeout) {
    req.arm_ltimeout = false;
    const link = req.link;
    if (link !== null) {
      io_remove_next_linked(req, link);
      io_req_queue_tw_complete(link);
    }
  } else if (req.link_timeout) {
    timeout_lock_irq(req.ctx);
    const link = io_disarm_linked_timeout(req);
    timeout_unlock_irq(req.ctx);
    if (link !== null) io_req_queue_tw_complete(link);
  }
}

const io_req_queue_tw_complete = (link: io_kiocb) => {
  link.res = "-ECANCELED";
  link.tw_func = "io_req_task_complete";
  io_req_task_work_add(link);
};

/** What is behind a request that is freed goes its way, which is left out. A linked timeout has none (io_no_issue()). */
const io_queue_next = (req: io_kiocb) => {
  const next = req.link;
  assert(next === null || next.opcode !== "LINK_TIMEOUT", "S9: a linked timeout is not issued");
};

/** What a freed master leaves behind. */
export function io_req_find_next(req: io_kiocb) {
  if (!req.arm_ltimeout && !req.link_timeout) return; // REQ_F_ARM_LTIMEOUT | REQ_F_LINK_TIMEOUT
  spin_lock(req.ctx.completion_lock);
  io_disarm_next(req);
  spin_unlock(req.ctx.completion_lock);
  io_queue_next(req); // survives mutation: it only checks
}

/** What is linked behind a timeout is issued when that has completed, and fails with it (io_fail_links()). The rest of the chain is left out. */
export const io_req_find_next_of_timeout = (timeout: io_kiocb) => {
  const next = timeout.link;
  if (next === null) return;
  timeout.link = null;
  if (timeout.fail) next.res = "-ECANCELED";
  else next.issued = true; // survives mutation: no head of a chain here is sequenced, so it fails, by its time or cancelled
};
