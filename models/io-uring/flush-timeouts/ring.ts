// io_uring timeouts (io_uring/timeout.c) in three versions:
//   before   020b40f35624 ("make ctx->timeout_lock a raw spinlock"): timeout_lock is a spinlock_t, taken under io-wq's raw lock
//   buggy    after it: timeout_lock is raw, and task work, with its eventfd signal, is queued under it
//   fixed    after a9c83a0ab66a ("flush timeouts outside of the timeout lock"): killed timeouts go to a private list first
// Left out: multishot and linked timeouts, updates, cancellation by user_data, failing of linked requests, and timeouts on the list that
// io_match_task() passes over (the ring's exit kills all).

import type { hrtimer_restart, irq_flags } from "lockproof/dsl";
import {
  atomic_dec,
  atomic_inc,
  atomic_t,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  hrtimer_try_to_cancel,
  int,
  is_raw,
  LIST_HEAD,
  LLIST_HEAD,
  list_add,
  list_add_tail,
  list_del_init,
  list_empty,
  list_first_entry,
  list_for_each_entry_safe,
  list_head,
  list_move_tail,
  list_node,
  llist_add,
  llist_del_all,
  llist_del_first,
  llist_empty,
  llist_head,
  mutex,
  mutex_lock,
  mutex_unlock,
  raw_spin_lock_irq,
  raw_spin_lock_irqsave,
  raw_spin_unlock_irq,
  raw_spin_unlock_irqrestore,
  raw_spinlock_t,
  spin_lock,
  spin_lock_irq,
  spin_lock_irqsave,
  spin_unlock,
  spin_unlock_irq,
  spin_unlock_irqrestore,
  spinlock_t,
  variant,
  wrap,
  wrapping,
} from "lockproof/dsl";
import { eventfd_ctx } from "../../lib/eventfd.js";
import { io_kiocb, io_local_work, io_req_task_work_add } from "../../lib/task-work.js";

export const version = variant("before", "buggy", "fixed");

/** Values of a u32 here: counters stay within a few steps of each other. */
const U32 = 8;

export class io_ring_ctx {
  constructor(readonly local: io_local_work) {}
  uring_lock = mutex("&ctx->uring_lock");
  completion_lock = spinlock_t("&ctx->completion_lock");
  timeout_lock = version === "before" ? spinlock_t("&ctx->timeout_lock") : raw_spinlock_t("&ctx->timeout_lock");
  timeout_list = list_head<io_timeout_req>("list"); // armed timeouts; it and the next two are under timeout_lock
  cq_timeouts = wrapping(U32); // timeouts that fired or were killed
  cq_last_tm_flush = wrapping(U32, U32 - 1);
  cached_cq_tail = wrapping(U32, U32 - 1); // CQEs ever posted; about to wrap
  fallback_llist = llist_head<io_kiocb>("io_task_work");
  refs = atomic_t(0, 4); // requests that are not completed
}

/** A timeout request: struct io_timeout and struct io_timeout_data. Its timer expires on `cpu`; without `expires` it is an hour away. */
export class io_timeout_req {
  constructor(
    readonly ctx: io_ring_ctx = ring,
    readonly cpu = 0,
    readonly expires = true,
  ) {}
  req = new io_kiocb(); // cmd_to_io_kiocb()
  list = list_node();
  off = int(0, 1); // completes after so many other completions; 0: only by time
  target_seq = wrapping(U32);
  timer = hrtimer(io_timeout_fn, { cpu: this.cpu, expires: this.expires });
}

/** The ring that the models are about. It has an eventfd. */
const ev_fd = new eventfd_ctx();
const local_work = new io_local_work(ev_fd);
export const ring = new io_ring_ctx(local_work);

// Macros: no frames in a call trace.
export const timeout_lock_irq = (ctx: io_ring_ctx) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_lock_irq(ctx.timeout_lock);
  else spin_lock_irq(ctx.timeout_lock);
};
export const timeout_unlock_irq = (ctx: io_ring_ctx) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_unlock_irq(ctx.timeout_lock);
  else spin_unlock_irq(ctx.timeout_lock);
};
export const timeout_lock_irqsave = (ctx: io_ring_ctx): irq_flags => {
  if (is_raw(ctx.timeout_lock)) return raw_spin_lock_irqsave(ctx.timeout_lock);
  return spin_lock_irqsave(ctx.timeout_lock);
};
export const timeout_unlock_irqrestore = (ctx: io_ring_ctx, flags: irq_flags) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_unlock_irqrestore(ctx.timeout_lock, flags);
  else spin_unlock_irqrestore(ctx.timeout_lock, flags);
};

const io_is_timeout_noseq = (timeout: io_timeout_req) => timeout.off === 0;

/** Issues a timeout. The kernel keeps sequenced ones in the order of their targets; here a ring has at most one. */
export function io_timeout(timeout: io_timeout_req, off: 0 | 1) {
  const ctx = timeout.ctx;
  atomic_inc(ctx.refs);
  timeout_lock_irq(ctx);
  if (off === 0) {
    list_add_tail(timeout.list, ctx.timeout_list);
  } else {
    timeout.off = off;
    const tail = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
    timeout.target_seq = tail + off;
    ctx.cq_last_tm_flush = tail;
    list_add(timeout.list, ctx.timeout_list);
  }
  hrtimer_start(timeout.timer);
  timeout_unlock_irq(ctx);
}

/** The timer's callback, in hard interrupt context. */
export function io_timeout_fn(timeout: io_timeout_req): hrtimer_restart {
  const ctx = timeout.ctx;
  const flags = timeout_lock_irqsave(ctx);
  list_del_init(timeout.list);
  ctx.cq_timeouts = ctx.cq_timeouts + 1;
  timeout_unlock_irqrestore(ctx, flags);
  timeout.req.res = "-ETIME";
  io_req_task_work_add(timeout.req, ctx.local);
  return HRTIMER_NORESTART;
}

type kill_status = "0" | "-ECANCELED";

const io_req_queue_tw_complete = (timeout: io_timeout_req, res: kill_status) => {
  timeout.req.res = res;
  io_req_task_work_add(timeout.req, timeout.ctx.local);
};

/** Called with timeout_lock. A timeout whose callback runs is left to the callback. */
function io_kill_timeout(timeout: io_timeout_req, status: kill_status, killed: list_head<io_timeout_req>): boolean {
  const ctx = timeout.ctx;
  if (hrtimer_try_to_cancel(timeout.timer) === -1) return false;
  ctx.cq_timeouts = ctx.cq_timeouts + 1;
  if (version === "fixed") {
    list_move_tail(timeout.list, killed);
  } else {
    list_del_init(timeout.list);
    io_req_queue_tw_complete(timeout, status);
  }
  return true;
}

/** Completes what was killed, without locks; only in the fixed version. */
function io_flush_killed_timeouts(killed: list_head<io_timeout_req>, err: kill_status): boolean {
  if (list_empty(killed)) return false;
  while (!list_empty(killed)) {
    const timeout = list_first_entry(killed);
    list_del_init(timeout.list);
    io_req_queue_tw_complete(timeout, err);
  }
  return true;
}

/** Kills the sequenced timeouts that have got their completions. Called after each batch of completions. */
export function io_flush_timeouts(ctx: io_ring_ctx) {
  const killed = LIST_HEAD<io_timeout_req>("list");
  timeout_lock_irq(ctx);
  const seq = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
  for (const timeout of list_for_each_entry_safe(ctx.timeout_list)) {
    if (io_is_timeout_noseq(timeout)) break;
    const events_needed = wrap(timeout.target_seq - ctx.cq_last_tm_flush, U32);
    const events_got = wrap(seq - ctx.cq_last_tm_flush, U32);
    if (events_got < events_needed) break;
    io_kill_timeout(timeout, "0", killed);
  }
  ctx.cq_last_tm_flush = seq;
  timeout_unlock_irq(ctx);
  if (version === "fixed") io_flush_killed_timeouts(killed, "0");
}

/** Kills all timeouts, for a ring or a task that goes away. True when there was one. */
export function io_kill_timeouts(ctx: io_ring_ctx): boolean {
  const killed = LIST_HEAD<io_timeout_req>("list");
  let canceled = false;
  spin_lock(ctx.completion_lock);
  timeout_lock_irq(ctx);
  for (const timeout of list_for_each_entry_safe(ctx.timeout_list)) {
    if (io_kill_timeout(timeout, "-ECANCELED", killed)) canceled = true;
  }
  timeout_unlock_irq(ctx);
  spin_unlock(ctx.completion_lock);
  if (version === "fixed") return io_flush_killed_timeouts(killed, "-ECANCELED");
  return canceled;
}

/** Left out: requests of other kinds are cancelled, too, and the fallback worker is waited for, which only takes interleavings away. */
export function io_uring_try_cancel_requests(ctx: io_ring_ctx): boolean {
  return io_kill_timeouts(ctx);
}

/** A completion: CQEs are collected and posted in one go in the kernel, under the same uring_lock; nobody could tell. */
const io_req_task_complete = (ctx: io_ring_ctx, req: io_kiocb) => {
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  req.completions = req.completions + 1;
  atomic_dec(ctx.refs);
};

/** A request without effect completes while it is submitted. */
export const io_post_nop = (ctx: io_ring_ctx) => {
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
};

/** After posting. Left out: the eventfd is signalled here, too (with uring_lock held and no other), and waiters for CQEs are woken. */
export function __io_submit_flush_completions(ctx: io_ring_ctx) {
  io_flush_timeouts(ctx);
}

/** Runs what llist_del_all() took. The kernel runs the oldest first; here the order changes nothing. */
function io_run_task_work(ctx: io_ring_ctx, work: llist_head<io_kiocb>) {
  let req = llist_del_first(work);
  while (req !== null) {
    io_req_task_complete(ctx, req);
    req = llist_del_first(work);
  }
  __io_submit_flush_completions(ctx);
}

/** The owner of the ring runs its task work. */
export function io_run_local_work(ctx: io_ring_ctx) {
  if (llist_empty(ctx.local.work_llist)) return;
  const work = LLIST_HEAD<io_kiocb>("io_task_work");
  mutex_lock(ctx.uring_lock);
  llist_del_all(ctx.local.work_llist, work);
  io_run_task_work(ctx, work);
  mutex_unlock(ctx.uring_lock);
}

/** The ring's exit hands task work over to the fallback worker. */
export function io_move_task_work_from_local(ctx: io_ring_ctx) {
  const work = LLIST_HEAD<io_kiocb>("io_task_work");
  llist_del_all(ctx.local.work_llist, work);
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
