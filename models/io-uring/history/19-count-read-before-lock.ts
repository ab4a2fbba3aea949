// "io_uring: protect cq_timeouts with timeout_lock", ea011ee10231 (2022-12).
// A flush read cq_timeouts before it took timeout_lock, which is all that guards it. Another timeout expires and posts its CQE in between: the
// flush subtracts the old number of timeouts from the new number of CQEs, and takes that CQE for a completion.
// Breaks S10 (a sequenced timeout completes with 0 only after its completions).
// A sequenced timeout that waits for two completions, one without a sequence, one completion in io-wq that flushes; counters modulo 8; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  int,
  invariant,
  spin_lock,
  spin_lock_irq,
  spin_lock_irqsave,
  spin_unlock,
  spin_unlock_irq,
  spin_unlock_irqrestore,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
  wrap,
  wrapping,
} from "lockproof/dsl";

const version = variant("before", "after");

const U32 = 8;
const OFF = 2; // of the sequenced timeout

class io_ring_ctx {
  completion_lock = spinlock_t("&ctx->completion_lock");
  timeout_lock = spinlock_t("&ctx->timeout_lock");
  cq_wait = wait_queue_head("&ctx->cq_wait");
  cq_timeouts = wrapping(U32); // under timeout_lock
  cached_cq_tail = wrapping(U32); // under completion_lock
  cq_last_tm_flush = wrapping(U32);
  events = int(0, 2); // counted: CQEs of requests other than timeouts
}
const ctx = new io_ring_ctx();

let sequenced_done = bool();

class io_timeout_data {
  fired = bool(); // its task work is queued
  timer = hrtimer(io_timeout_fn, { cpu: 0 });
}
const other = new io_timeout_data();

function io_timeout_fn(timeout: io_timeout_data): hrtimer_restart {
  const flags = spin_lock_irqsave(ctx.timeout_lock);
  ctx.cq_timeouts = ctx.cq_timeouts + 1;
  spin_unlock_irqrestore(ctx.timeout_lock, flags);
  timeout.fired = true;
  wake_up(ctx.cq_wait);
  return HRTIMER_NORESTART;
}

function io_flush_timeouts() {
  let timeouts = 0;
  if (version === "before") timeouts = ctx.cq_timeouts;
  spin_lock_irq(ctx.timeout_lock);
  if (version === "after") timeouts = ctx.cq_timeouts;
  const seq = wrap(ctx.cached_cq_tail - timeouts, U32);
  if (wrap(seq - ctx.cq_last_tm_flush, U32) >= OFF) sequenced_done = true;
  ctx.cq_last_tm_flush = seq;
  spin_unlock_irq(ctx.timeout_lock);
}

/** In io-wq: a request completes. */
function io_req_complete_post() {
  spin_lock(ctx.completion_lock);
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  ctx.events = ctx.events + 1;
  spin_unlock(ctx.completion_lock);
  io_flush_timeouts();
}

/** The owner of the ring arms the other timeout and posts its CQE. Its own flush is left out: the one in io-wq is the subject. */
function application() {
  hrtimer_start(other.timer);
  wait_event(ctx.cq_wait, () => other.fired);
  spin_lock(ctx.completion_lock);
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
  spin_unlock(ctx.completion_lock);
}

task("application", application, { cpu: 0 });
task("iou-wrk", io_req_complete_post, { cpu: 1 });

invariant("S10: a sequenced timeout completes with 0 only after its completions", () => !sequenced_done || ctx.events >= OFF);

expect(
  version === "before"
    ? violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" })
    : verified(),
);
