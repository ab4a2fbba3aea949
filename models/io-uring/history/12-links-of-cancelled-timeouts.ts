// "io_uring: fail links of cancelled timeouts", 2ae2eb9dde18 (2021-09).
// A timeout that is cancelled did not count as failed (REQ_F_FAIL), so the requests linked behind it were issued instead of cancelled.
// Breaks S11 (behind a request that failed, nothing of its chain is issued).
// So many timeouts as `size` says, a request linked behind the first; a request that fails before it is issued, with its linked timeout; the task that cancels and runs task work, the timer; 2 CPUs.
import {
  atomic_read,
  eventually,
  expect,
  finished,
  invariant,
  is_allocated,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  reachable,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req, io_req_defer_failed } from "../lib/complete.js";
import { io_link_timeout_prep } from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import { io_timeout, io_timeout_remove } from "../lib/timeout.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const CHAINS = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");
revert(version, { before: ["2ae2eb9dde18"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const heads = pool(io_kiocb, CHAINS, ring, "TIMEOUT", 1, true, "head of a chain");
const next = new io_kiocb(ring, "TIMEOUT", 1, false); // behind the first
const failed = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1); // behind it, so not armed

function io_queue_sqe_fallback() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(failed);
  io_init_req(link);
  io_link_timeout_prep(link, failed);
  io_req_defer_failed(failed);
}

function application() {
  mutex_lock(ring.uring_lock);
  io_queue_sqe_fallback();
  mutex_unlock(ring.uring_lock);
  heads[0].link = next;
  for (const timeout of heads) {
    io_init_req(timeout);
    io_timeout(timeout);
  }
  io_timeout_remove(ring, heads[0], false);
  io_cqring_wait(ring, CHAINS + 2);
}

const owner = task("application", application, { cpu: 0 });

invariant("S11: what is linked behind a timeout that failed is not issued", () => heads[0].res === "0" || !next.issued);
invariant(
  "S11: in the end it is cancelled",
  () =>
    !finished(owner) ||
    (next.res === "-ECANCELED" &&
      !is_allocated(failed) &&
      !is_allocated(link) &&
      heads.every((timeout) => timeout.cqes === 1 && timeout.res !== "0") &&
      atomic_read(ring.refs) === 0),
);
const ends_cancelled = (req: io_kiocb) => !is_allocated(req) || req.cqes === 0 || req.res === "-ECANCELED";
invariant("S11: so are a request that failed before, and its linked timeout", () => ends_cancelled(failed) && ends_cancelled(link));
invariant("S9: in the end nothing is linked behind a timeout", () => !finished(owner) || heads.every((timeout) => timeout.link === null));
reachable("the first timeout is cancelled", () => heads[0].res === "-ECANCELED");
eventually("L1, L5: the timeouts complete", () => finished(owner));

expect(
  version === "before" ? violates("invariant", { property: "S11: what is linked behind a timeout that failed is not issued" }) : verified(),
);
