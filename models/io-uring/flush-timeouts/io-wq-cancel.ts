// The reason for 020b40f35624: a task that exits cancels its requests that wait for an io-wq worker. It looks for them under acct->lock, which is
// raw because the scheduler's hooks take it, and to look at a request with an armed linked timeout it needs timeout_lock: the expiring
// linked timeout takes itself out of the chain of requests under that lock.
// before: a spinlock_t under a raw lock. buggy and fixed (the same here): raw under raw.
// A request, and a chain of a request, its linked timeout and one more that must not be left behind; the task, a worker, the timer; 3 CPUs.
import { eventually, expect, finished, invariant, list_contains, pool, task, verified, violates } from "lockproof/dsl";
import { io_worker_handle_work, io_wq_acct, io_wq_cancel_cb, io_wq_enqueue } from "../lib/io-wq.js";
import { io_link_timeout_prep, io_prep_linked_timeout, io_queue_linked_timeout, link_behind } from "../lib/link-timeout.js";
import { io_kiocb } from "../lib/ring.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";
import { ring, version } from "./versions.js";

const acct = new io_wq_acct();
const other = new io_kiocb(ring, "NOP", 0, false);
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 2);
const behind = pool(io_kiocb, 1, ring, "NOP", 0, false);

/** A request and the chain go to io-wq, the chain's timeout armed. */
function io_uring_enter() {
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  for (const req of behind) req.inflight = true;
  const linked_timeout = io_prep_linked_timeout(master);
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
  io_wq_enqueue(acct, other);
  io_wq_enqueue(acct, master);
}

function io_uring_try_cancel_requests() {
  io_wq_cancel_cb(acct);
}

function application() {
  io_uring_enter();
  io_uring_try_cancel_requests(); // do_exit()
}

const exiting = task("application", application);
const worker = task("iou-wrk", () => io_worker_handle_work(acct));

invariant("S1: a request is started or cancelled, not both", () => master.work_done <= 1 && other.work_done <= 1);
invariant(
  "S1: a request that may stay behind is started, or waits",
  () => !finished(exiting) || !finished(worker) || other.work_done === 1 || list_contains(acct.work_list, other),
);
invariant("L1: what is in flight is not left behind", () => !finished(exiting) || !finished(worker) || master.work_done === 1);
eventually("L4: the task exits", () => finished(exiting));

expect(version === "before" ? violates("wait-context", { lock: "&ctx->timeout_lock", in: "io_match_task_safe" }) : verified());
