// An eventfd (fs/eventfd.c): a counter that wakes the readers of a file.
// The test whether the current context is inside an eventfd's section already (current->in_eventfd) is left out: it is true only for a
// wake function of a poller that signals again, and pollers of that kind are not modelled. Interrupts are off in the section, so nobody
// else can come upon the flag.
import { int, spin_lock_irqsave, spin_unlock_irqrestore, wait_queue_head, wake_up_locked } from "lockproof/dsl";
import "./timerfd.js";

export class eventfd_ctx {
  wqh = wait_queue_head("&ctx->wqh"); // the second class of that name: lockdep prints `&ctx->wqh#2`
  count = int(0, 1); // saturates: readers only ask whether it is 0
}

export function eventfd_signal_mask(ctx: eventfd_ctx) {
  const flags = spin_lock_irqsave(ctx.wqh.lock); // survives mutation: its readers, who take it too, are not modelled
  ctx.count = 1;
  wake_up_locked(ctx.wqh);
  spin_unlock_irqrestore(ctx.wqh.lock, flags);
}
