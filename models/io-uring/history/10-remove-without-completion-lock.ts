// "io_uring: fix io_timeout_remove locking", ec3c3d0f3a27 (2021-08).
// Cancelling a timeout posted its CQE, which needs completion_lock; IORING_OP_TIMEOUT_REMOVE called it with timeout_lock only.
// Breaks S1: two that post at the same time write one CQE.
// One timeout; the task that removes it, an io-wq worker that completes a request; 2 CPUs.
import {
  expect,
  finished,
  int,
  invariant,
  list_del_init,
  list_empty,
  list_head,
  list_node,
  spin_lock,
  spin_lock_irq,
  spin_unlock,
  spin_unlock_irq,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

class io_kiocb {
  list = list_node();
}
const timeout = new io_kiocb();

class io_ring_ctx {
  completion_lock = spinlock_t("&ctx->completion_lock");
  timeout_lock = spinlock_t("&ctx->timeout_lock");
  timeout_list = list_head<io_kiocb>("list", [timeout]);
  cached_cq_tail = int(0, 2);
}
const ctx = new io_ring_ctx();

/** Called with completion_lock. */
function io_cqring_fill_event() {
  ctx.cached_cq_tail = ctx.cached_cq_tail + 1;
}

function io_timeout_cancel() {
  // survives mutation: timers and flushes, the others who touch timeout_list, are left out
  spin_lock_irq(ctx.timeout_lock);
  const found = !list_empty(ctx.timeout_list);
  if (found) list_del_init(timeout.list);
  spin_unlock_irq(ctx.timeout_lock);
  if (found) io_cqring_fill_event();
}

function io_timeout_remove() {
  if (version === "after") spin_lock(ctx.completion_lock);
  io_timeout_cancel();
  if (version === "after") spin_unlock(ctx.completion_lock);
}

function io_req_complete_post() {
  spin_lock(ctx.completion_lock);
  io_cqring_fill_event();
  spin_unlock(ctx.completion_lock);
}

const remover = task("application", io_timeout_remove, { cpu: 0 });
const worker = task("iou-wrk", io_req_complete_post, { cpu: 1 });

invariant("S1: every completion has a CQE", () => !finished(remover) || !finished(worker) || ctx.cached_cq_tail === 2);

expect(version === "before" ? violates("invariant", { property: "S1: every completion has a CQE" }) : verified());
