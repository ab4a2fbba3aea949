// H2: does a timeout that is submitted while the counters are apart (see H1) complete too early?
// Another timeout has expired and counted itself; its CQE is still to come. A sequenced timeout that is submitted now takes tail - cq_timeouts for its
// base, which is one too low, so the other timeout's own CQE, when it is posted, counts as the completion that it waits for.
// One sequenced timeout that waits for one completion, one timeout without a sequence, no completion at all; counters modulo 8; 1 CPU.
// Answer: yes, within this model; docs/findings/h2.md has the interleaving, and what follows from it and what does not.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  int,
  invariant,
  raw_spin_lock_irq,
  raw_spin_lock_irqsave,
  raw_spin_unlock_irq,
  raw_spin_unlock_irqrestore,
  raw_spinlock_t,
  task,
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
  wrap,
  wrapping,
} from "lockproof/dsl";

const U32 = 8;
const OFF = 1; // of the sequenced timeout

class io_ring_ctx {
  timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
  cq_wait = wait_queue_head("&ctx->cq_wait");
  cq_timeouts = wrapping(U32);
  cached_cq_tail = wrapping(U32);
  cq_last_tm_flush = wrapping(U32);
}
const ctx = new io_ring_ctx();
let events = int(0, 1); // counted: CQEs of requests other than timeouts. There is none
let target_seq = wrapping(U32);
let sequenced_done = bool();

class io_timeout_data {
  fired = bool(); // its task work is queued
  timer = hrtimer(io_timeout_fn, { cpu: 0 });
}
const other = new io_timeout_data();

function io_timeout_fn(timeout: io_timeout_data): hrtimer_restart {
  const flags = raw_spin_lock_irqsave(ctx.timeout_lock);
  ctx.cq_timeouts = ctx.cq_timeouts + 1;
  raw_spin_unlock_irqrestore(ctx.timeout_lock, flags);
  timeout.fired = true;
  wake_up(ctx.cq_wait);
  return HRTIMER_NORESTART;
}

/** Issues the sequenced timeout. */
function io_timeout() {
  raw_spin_lock_irq(ctx.timeout_lock);
  const tail = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
  target_seq = tail + OFF;
  ctx.cq_last_tm_flush = tail;
  raw_spin_unlock_irq(ctx.timeout_lock);
}

function io_flush_timeouts() {
  raw_spin_lock_irq(ctx.timeout_lock);
  const seq = wrap(ctx.cached_cq_tail - ctx.cq_timeouts, U32);
  if (wrap(seq - ctx.cq_last_tm_flush, U32) >= wrap(target_seq - ctx.cq_last_tm_flush, U32)) sequenced_done = true;
  ctx.cq_last_tm_flush = seq;
  raw_spin_unlock_irq(ctx.timeout_lock);
}

function application() {
  hrtimer_start(other.timer);
  io_timeout();
  wait_event(ctx.cq_wait, () => other.fired);
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1; // task work posts the other timeout's CQE
  io_flush_timeouts();
}

task("application", application, { cpu: 0 });

invariant("S10: a sequenced timeout completes with 0 only after its completions", () => !sequenced_done || events >= OFF);

expect(violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" }));
