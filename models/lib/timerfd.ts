// A timerfd (fs/timerfd.c): a timer that wakes the readers of a file.
// Its wait queue is initialised in another place than an eventfd's, so it has a lock class of its own, but with the same name: `&ctx->wqh`.
// Whichever comes second gets the number. Every booted system has had a timerfd first; so lockdep prints `&ctx->wqh#2` for an eventfd's.

import type { hrtimer_restart } from "lockproof/dsl";
import { HRTIMER_NORESTART, hrtimer, int, spin_lock_irqsave, spin_unlock_irqrestore, wait_queue_head, wake_up_locked } from "lockproof/dsl";

export class timerfd_ctx {
  wqh = wait_queue_head("&ctx->wqh");
  ticks = int(0, 1); // saturates: readers only ask whether it is 0
  tmr = hrtimer(timerfd_tmrproc);
}

function timerfd_triggered(ctx: timerfd_ctx) {
  const flags = spin_lock_irqsave(ctx.wqh.lock);
  ctx.ticks = 1;
  wake_up_locked(ctx.wqh);
  spin_unlock_irqrestore(ctx.wqh.lock, flags);
}

export function timerfd_tmrproc(ctx: timerfd_ctx): hrtimer_restart {
  timerfd_triggered(ctx);
  return HRTIMER_NORESTART;
}

/** Somebody's. */
export const timerfd = new timerfd_ctx();
