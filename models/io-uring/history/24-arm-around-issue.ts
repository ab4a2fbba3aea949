// "io_uring: always arm linked timeouts prior to issue", b53e523261bf (2025-05).
// Some paths looked for the linked timeout of a request after it had been issued. By then its completion may have come on another CPU, and the
// request is gone. After: what has to be armed is found before, and only the linked timeout is touched afterwards.
// Breaks S6 (nothing is touched after it was freed).
// One master with its linked timeout, so many requests behind it as `size` says; the completion of the master on another CPU, the timer, task work, the submitter; 3 CPUs.
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

let issued = bool();

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

/** The request will complete by a callback, which may come at once. */
const issue = () => {
  ring.inflight = master;
  issued = true;
};

function __io_issue_sqe() {
  let linked_timeout: io_kiocb | null = null;
  if (version === "after") linked_timeout = io_prep_linked_timeout(master);
  issue();
  if (version === "before") linked_timeout = io_prep_linked_timeout(master);
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

/** In io-wq, without uring_lock. */
function io_wq_submit_work() {
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  __io_issue_sqe();
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
expect(version === "before" ? violates("use-after-free", { in: "__io_issue_sqe" }) : verified());
