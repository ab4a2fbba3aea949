// "io_uring: protect cq_timeouts with timeout_lock", ea011ee10231 (2022-12).
// A flush read the counters before it took timeout_lock, which is all that guards cq_timeouts. Another timeout expires and posts its CQE in between:
// the flush subtracts the new number of timeouts from the old number of CQEs, one less than at the last flush, and as a u32 nearly all.
// Breaks S10 (a sequenced timeout completes with 0 only after its completions).
// So many sequenced timeouts as `size` says, for two completions each, one without a sequence, one completion in io-wq that flushes; counters modulo 8; 2 CPUs.
import {
  atomic_read,
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_is_queued,
  invariant,
  llist_empty,
  param,
  pool,
  reachable,
  revert,
  task,
  variant,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx, U32 } from "../lib/ring.js";
import { io_run_local_work } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const SEQUENCED = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["ea011ee10231", "020b40f35624"], after: ["020b40f35624"] }); // timeout_lock is a spinlock_t yet

const ring = new io_ring_ctx("no deferred task work");
const sequenced = pool(io_kiocb, SEQUENCED, ring, "TIMEOUT", 0, false);
const other = new io_kiocb(ring, "TIMEOUT", 0);

let submitted = bool();

function application() {
  for (const timeout of sequenced) {
    io_init_req(timeout);
    timeout.off = 2;
    io_timeout(timeout);
  }
  io_init_req(other);
  io_timeout(other);
  submitted = true;
  while (llist_empty(ring.work_llist)) cpu_relax();
  io_run_local_work(ring);
  io_run_local_work(ring);
}

/** A request completes in io-wq. */
function io_req_complete_post() {
  while (!submitted) cpu_relax();
  io_post_nop(ring);
  __io_submit_flush_completions(ring);
}

const owner = task("application", application, { cpu: 0 });
task("iou-wrk", io_req_complete_post, { cpu: 1 });

invariant(
  "S7: in the end the sequenced timeouts keep the ring, and wait for two completions",
  () => !finished(owner) || (atomic_read(ring.refs) === SEQUENCED && sequenced.every((timeout) => timeout.events_wanted === 2)),
);
reachable("the worker's flush comes first", () => hrtimer_is_queued(other.timer) && ring.cq_last_tm_flush === wrap(ring.posted + 1, U32));
eventually("L1: the other timeout completes", () => finished(owner));

expect(
  version === "before"
    ? violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" })
    : verified(),
);
