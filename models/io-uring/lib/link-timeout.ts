// Linked timeouts (io_uring/timeout.c): a timeout that cancels the request before it in a chain.

import type { hrtimer_restart } from "lockproof/dsl";
import { atomic_dec_and_test, atomic_inc_not_zero, HRTIMER_NORESTART, hrtimer_start, list_add_tail, list_del } from "lockproof/dsl";
import { io_req_task_complete } from "./complete.js";
import type { io_kiocb } from "./ring.js";
import { io_req_task_work_add } from "./task-work.js";
import { timeout_lock_irq, timeout_lock_irqsave, timeout_unlock_irq, timeout_unlock_irqrestore } from "./timeout-lock.js";

/** The timer's callback, in hard interrupt context. It claims the master, takes itself out of the chain, and pins the master. */
export function io_link_timeout_fn(link: io_kiocb): hrtimer_restart {
  const ctx = link.ctx;
  const flags = timeout_lock_irqsave(ctx);
  let prev = link.head;
  link.head = null;
  if (prev !== null) {
    prev.link = link.link;
    link.link = null;
    if (!atomic_inc_not_zero(prev.refs)) prev = null;
  }
  list_del(link.list);
  link.prev = prev;
  timeout_unlock_irqrestore(ctx, flags);
  link.tw_func = "io_req_task_link_timeout";
  io_req_task_work_add(link);
  return HRTIMER_NORESTART;
}

/** Arms the timer of a prepared linked timeout, unless the master has finished already. */
export function io_queue_linked_timeout(link: io_kiocb) {
  const ctx = link.ctx;
  timeout_lock_irq(ctx);
  if (link.head !== null) {
    hrtimer_start(link.timer);
    list_add_tail(link.list, ctx.ltimeout_list);
  }
  timeout_unlock_irq(ctx);
  if (atomic_dec_and_test(link.refs)) io_req_task_complete(link);
}

/** Task work of a linked timeout that expired: cancels the master. */
export function io_req_task_link_timeout(link: io_kiocb) {
  io_req_task_complete(link);
}
