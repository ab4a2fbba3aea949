// Plain timeouts (io_uring/timeout.c): submission, expiry, flush, kill, cancellation, update. One function for each of the kernel's.
// Left out: which requests io_match_task() passes over (whoever kills here kills all).

import type { hrtimer_restart, list_head } from "lockproof/dsl";
import {
  HRTIMER_NORESTART,
  hrtimer_start,
  hrtimer_try_to_cancel,
  LIST_HEAD,
  list_add,
  list_add_tail,
  list_del_init,
  list_empty,
  list_first_entry,
  list_for_each_entry,
  list_for_each_entry_reverse,
  list_for_each_entry_safe,
  list_move_tail,
  lockdep_assert_held,
  spin_lock,
  spin_unlock,
  wrap,
} from "lockproof/dsl";
import {
  cancelled_timeout_fails,
  completes_outside_timeout_lock,
  flush_counts_under_timeout_lock,
  flush_removes_what_it_cancelled,
  kill_counts_what_it_killed,
  sequences_wrap,
  update_stores_time,
} from "./commits.js";
import { io_req_post_cqe, io_req_task_complete } from "./complete.js";
import { type io_kiocb, type io_ring_ctx, is_counted, U32 } from "./ring.js";
import { io_req_task_work_add } from "./task-work.js";
import { timeout_lock_irq, timeout_lock_irqsave, timeout_unlock_irq, timeout_unlock_irqrestore } from "./timeout-lock.js";

type status = "0" | "-ECANCELED";

const io_is_timeout_noseq = (timeout: io_kiocb) => timeout.off === 0 || timeout.kind === "multishot";

/** io_timeout_prep(), as far as it is about a count: of completions, or of a multishot timeout how many shots (0: without end). */
export const io_timeout_prep = (timeout: io_kiocb, off: number) => {
  timeout.off = off;
  if (timeout.kind === "multishot") timeout.repeats = off;
};

/** Issues a timeout. Sequenced ones stand first in the list, in the order of their targets. */
export function io_timeout(timeout: io_kiocb) {
  const ctx = timeout.ctx;
  timeout_lock_irq(ctx);
  if (io_is_timeout_noseq(timeout)) {
    list_add_tail(timeout.list, ctx.timeout_list);
  } else {
    const tail = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
    timeout.target_seq = tail + timeout.off;
    timeout.events_wanted = ctx.events + timeout.off;
    ctx.cq_last_tm_flush = tail; // survives mutation: it matters when all values of a u32 have gone by since the last flush
    insert_sequenced(ctx, timeout, tail);
  }
  start(timeout, "old");
  timeout_unlock_irq(ctx);
}

/** Starts the timer with one of the two times that a timeout may have. */
const start = (timeout: io_kiocb, ts: "old" | "new") => {
  lockdep_assert_held(timeout.ctx.timeout_lock);
  if (timeout.kind === "multishot") timeout.armed_with = ts;
  hrtimer_start(timeout.timer);
};

/** Part of io_timeout(): behind the last one whose target is not later. */
const insert_sequenced = (ctx: io_ring_ctx, timeout: io_kiocb, tail: number) => {
  let entry: io_kiocb | null = null;
  for (const nxt of list_for_each_entry_reverse(ctx.timeout_list)) {
    if (io_is_timeout_noseq(nxt)) continue;
    if (sequences_wrap ? timeout.off >= wrap(nxt.target_seq - tail, U32) : timeout.target_seq >= nxt.target_seq) {
      entry = nxt;
      break;
    }
  }
  if (entry !== null) list_add(timeout.list, entry.list);
  else list_add(timeout.list, ctx.timeout_list);
};

/** atomic_set(atomic_read() + 1) in the kernel: the lock is what makes it whole. */
const count_timeout = (ctx: io_ring_ctx) => {
  lockdep_assert_held(ctx.timeout_lock);
  if (is_counted(ctx)) ctx.cq_timeouts = ctx.cq_timeouts + 1;
};

/** The timer's callback, in hard interrupt context. */
export function io_timeout_fn(timeout: io_kiocb): hrtimer_restart {
  const ctx = timeout.ctx;
  const flags = timeout_lock_irqsave(ctx);
  list_del_init(timeout.list); // survives mutation: when it is armed again nobody asks whether the node was empty
  count_timeout(ctx);
  timeout_unlock_irqrestore(ctx, flags);
  req_set_fail(timeout);
  timeout.res = "-ETIME";
  timeout.tw_func = "io_timeout_complete";
  io_req_task_work_add(timeout);
  return HRTIMER_NORESTART;
}

/** True when this was the last shot. */
const io_timeout_finish = (timeout: io_kiocb): boolean => {
  if (timeout.kind !== "multishot") return true;
  if (timeout.off === 0) return false;
  if (timeout.repeats === 0) return true;
  timeout.repeats = timeout.repeats - 1;
  return timeout.repeats === 0;
};

/** Task work of a timeout that expired: a multishot timeout is armed again. */
export function io_timeout_complete(timeout: io_kiocb) {
  const ctx = timeout.ctx;
  if (!io_timeout_finish(timeout) && io_req_post_cqe(timeout)) {
    timeout_lock_irq(ctx);
    list_add_tail(timeout.list, ctx.timeout_list);
    start(timeout, timeout.ts);
    timeout_unlock_irq(ctx);
    return;
  }
  io_req_task_complete(timeout);
}

/** Only a chain asks for it. */
const req_set_fail = (req: io_kiocb) => {
  if (req.kind === "head of a chain") req.fail = true;
};

const io_req_queue_tw_complete = (timeout: io_kiocb, res: status) => {
  timeout.res = res;
  timeout.tw_func = "io_req_task_complete";
  io_req_task_work_add(timeout);
};

/** A timeout whose callback runs is left to the callback. */
function io_kill_timeout(timeout: io_kiocb, status: status, killed: list_head<io_kiocb>): boolean {
  const ctx = timeout.ctx;
  lockdep_assert_held(ctx.timeout_lock);
  if (hrtimer_try_to_cancel(timeout.timer) === -1) return false;
  count_timeout(ctx);
  if (completes_outside_timeout_lock) {
    list_move_tail(timeout.list, killed);
  } else {
    if (status !== "0") req_set_fail(timeout);
    list_del_init(timeout.list); // survives mutation: it completes, and its node is not looked at again
    io_req_queue_tw_complete(timeout, status);
  }
  return true;
}

/** Completes what was killed, without locks. */
export function io_flush_killed_timeouts(killed: list_head<io_kiocb>, err: status): boolean {
  if (list_empty(killed)) return false;
  while (!list_empty(killed)) {
    const timeout = list_first_entry(killed);
    list_del_init(timeout.list);
    if (err !== "0") req_set_fail(timeout);
    io_req_queue_tw_complete(timeout, err);
  }
  return true;
}

/** Part of io_flush_timeouts(): kills what waits for no more than `seq` completions. */
export const kill_due = (ctx: io_ring_ctx, seq: number, killed: list_head<io_kiocb>) => {
  for (const timeout of list_for_each_entry_safe(ctx.timeout_list)) {
    if (io_is_timeout_noseq(timeout)) break;
    const events_needed = wrap(timeout.target_seq - ctx.cq_last_tm_flush, U32);
    const events_got = wrap(seq - ctx.cq_last_tm_flush, U32);
    if (events_got < events_needed) break;
    if (!flush_removes_what_it_cancelled) list_del_init(timeout.list);
    io_kill_timeout(timeout, "0", killed);
  }
  ctx.cq_last_tm_flush = seq;
};

/** Kills the sequenced timeouts that have got their completions. Called after each batch of completions. */
export function io_flush_timeouts(ctx: io_ring_ctx) {
  const killed = LIST_HEAD<io_kiocb>("list");
  let seq = 0;
  if (!flush_counts_under_timeout_lock) seq = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
  timeout_lock_irq(ctx);
  if (flush_counts_under_timeout_lock) seq = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
  kill_due(ctx, seq, killed);
  timeout_unlock_irq(ctx);
  if (completes_outside_timeout_lock) io_flush_killed_timeouts(killed, "0");
}

/** Kills all timeouts, for a ring or a task that goes away. True when there was one. */
export function io_kill_timeouts(ctx: io_ring_ctx): boolean {
  const killed = LIST_HEAD<io_kiocb>("list");
  let canceled = false;
  spin_lock(ctx.completion_lock); // survives mutation: it is for io_match_task(), which is left out; 27 has a kill that walks chains
  timeout_lock_irq(ctx);
  for (const timeout of list_for_each_entry_safe(ctx.timeout_list)) {
    if (io_kill_timeout(timeout, "-ECANCELED", killed) || !kill_counts_what_it_killed) canceled = true;
  }
  timeout_unlock_irq(ctx);
  spin_unlock(ctx.completion_lock);
  if (completes_outside_timeout_lock) return io_flush_killed_timeouts(killed, "-ECANCELED");
  return canceled;
}

type cancel_result = "0" | "-ENOENT" | "-EALREADY";

/** Takes the timeout off the list, and its timer off. */
export function io_timeout_extract(ctx: io_ring_ctx, wanted: io_kiocb): cancel_result {
  lockdep_assert_held(ctx.timeout_lock);
  for (const timeout of list_for_each_entry(ctx.timeout_list)) {
    if (timeout !== wanted) continue;
    if (hrtimer_try_to_cancel(timeout.timer) === -1) return "-EALREADY";
    list_del_init(timeout.list); // survives mutation: it completes, or is added again, and nobody asks whether the node was empty
    return "0";
  }
  return "-ENOENT";
}

export function io_timeout_cancel(ctx: io_ring_ctx, wanted: io_kiocb): cancel_result {
  lockdep_assert_held(ctx.completion_lock);
  timeout_lock_irq(ctx);
  const ret = io_timeout_extract(ctx, wanted);
  timeout_unlock_irq(ctx);
  if (ret !== "0") return ret;
  if (cancelled_timeout_fails) req_set_fail(wanted);
  io_req_queue_tw_complete(wanted, "-ECANCELED");
  return "0";
}

/** A new time, which makes the timeout one that completes only by time. */
function io_timeout_update(ctx: io_ring_ctx, wanted: io_kiocb): cancel_result {
  const ret = io_timeout_extract(ctx, wanted);
  if (ret !== "0") return ret;
  wanted.off = 0;
  if (update_stores_time && wanted.kind === "multishot") wanted.ts = "new";
  list_add_tail(wanted.list, ctx.timeout_list);
  start(wanted, "new");
  return "0";
}

/** IORING_OP_TIMEOUT_REMOVE: removes a timeout, or with IORING_TIMEOUT_UPDATE gives it another time. */
export function io_timeout_remove(ctx: io_ring_ctx, wanted: io_kiocb, update: boolean): cancel_result {
  let ret: cancel_result;
  if (update) {
    timeout_lock_irq(ctx);
    ret = io_timeout_update(ctx, wanted);
    timeout_unlock_irq(ctx);
  } else {
    spin_lock(ctx.completion_lock);
    ret = io_timeout_cancel(ctx, wanted);
    spin_unlock(ctx.completion_lock);
  }
  return ret;
}
