// "io_uring: fix io_timeout_remove locking", ec3c3d0f3a27 (2021-08).
// Cancelling a timeout posted its CQE at once in those days, which needs completion_lock; IORING_OP_TIMEOUT_REMOVE called it without.
// Breaks S1: two that post at the same time write one CQE.
// So many timeouts as `size` says, their timers an hour away; the task that removes them, an io-wq worker that completes a request; 2 CPUs.
import {
  expect,
  finished,
  invariant,
  param,
  pool,
  revert,
  spin_lock,
  spin_unlock,
  task,
  variant,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { io_post_nop } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx, U32 } from "../lib/ring.js";
import { io_timeout, io_timeout_extract } from "../lib/timeout.js";
import { timeout_lock_irq, timeout_unlock_irq } from "../lib/timeout-lock.js";
import "../lib/properties.js";

const TIMEOUTS = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["020b40f35624"], after: ["020b40f35624"] }); // timeout_lock is a spinlock_t yet

const ring = new io_ring_ctx("no deferred task work");
const timeouts = pool(io_kiocb, TIMEOUTS, ring, "TIMEOUT", 0, false);

/** Called with completion_lock. */
function io_cqring_fill_event(req: io_kiocb) {
  ring.cached_cq_tail = ring.cached_cq_tail + 1;
  req.res = "-ECANCELED";
  req.cqes = req.cqes + 1;
}

function io_timeout_cancel(wanted: io_kiocb) {
  timeout_lock_irq(ring);
  const ret = io_timeout_extract(ring, wanted);
  timeout_unlock_irq(ring);
  if (ret === "0") io_cqring_fill_event(wanted);
}

function io_timeout_remove(wanted: io_kiocb) {
  if (version === "after") spin_lock(ring.completion_lock);
  io_timeout_cancel(wanted);
  if (version === "after") spin_unlock(ring.completion_lock);
}

function application() {
  for (const timeout of timeouts) io_timeout(timeout);
  for (const timeout of timeouts) io_timeout_remove(timeout);
}

const remover = task("application", application, { cpu: 0 });
const worker = task("iou-wrk", () => io_post_nop(ring), { cpu: 1 });

invariant(
  "S1: every completion has a CQE",
  () => !finished(remover) || !finished(worker) || wrap(ring.cached_cq_tail - ring.posted, U32) === TIMEOUTS + 1,
);
invariant(
  "S11: in the end all timeouts are cancelled",
  () => !finished(remover) || timeouts.every((timeout) => timeout.cqes === 1 && timeout.res === "-ECANCELED"),
);

expect(version === "before" ? violates("invariant", { property: "S1: every completion has a CQE" }) : verified());
