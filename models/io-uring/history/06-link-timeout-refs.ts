// "io_uring: fix link timeout refs", a298232ee6b9 (2021-05), CVE-2021-47124.
// When the master had completed first, the expired linked timeout completed, which drops the reference for completion, and its task work dropped
// one more: the reference for arming, which the submitter then dropped, too.
// Breaks S7 (no count goes below zero), or S6: the linked timeout is freed while it is being armed.
// One master with its linked timeout, so many requests behind it as `size` says; the completion of the master on another CPU, the callback, task work, the submitter; 3 CPUs.
import {
  atomic_read,
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_is_queued,
  invariant,
  is_allocated,
  param,
  pool,
  reachable,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import {
  chain_is_whole,
  io_complete_inflight,
  io_link_timeout_prep,
  io_prep_linked_timeout,
  io_queue_linked_timeout,
  link_behind,
} from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const BEHIND = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["a298232ee6b9"], after: [] });

let issued = bool();

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

/** In io-wq, without uring_lock. */
function io_wq_submit_work() {
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(master);
  ring.inflight = master;
  issued = true;
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

/** The master completes. */
function io_poll_wake() {
  while (!issued) cpu_relax();
  io_complete_inflight(ring, master);
}

function application() {
  io_cqring_wait(ring, 2);
}

const worker = task("iou-wrk", io_wq_submit_work, { cpu: 0 });
const poller = task("poller", io_poll_wake, { cpu: 1 });
const app = task("application", application, { cpu: 2 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(master, link, behind[0]));
invariant(
  "S7: in the end all is freed",
  () =>
    !finished(worker) ||
    !finished(poller) ||
    !finished(app) ||
    (atomic_read(ring.refs) === 0 && !is_allocated(master) && !is_allocated(link)),
);
reachable("the master is done before its time", () => master.cqes === 1 && is_allocated(link) && hrtimer_is_queued(link.timer));
eventually("L1, L5: both requests complete", () => finished(app));
expect(version === "before" ? violates("refcount") : verified());
