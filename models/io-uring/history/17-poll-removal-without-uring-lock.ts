// "io_uring: hold uring mutex around poll removal", ef7dfac51d8e (2023-06), CVE-2023-3389.
// IORING_OP_POLL_REMOVE in io-wq completed the poll request that it found, which disarms its linked timeout, without uring_lock. Meanwhile the
// expired linked timeout's task work, under uring_lock, looks at the same request and its chain.
// Breaks S9 (a request completes, and its chain changes, under uring_lock), by the library's assertion; what comes of it in memory is not modelled.
// One poll request with its linked timeout, so many requests behind it as `size` says; the remover, the owner, the timer; 3 CPUs.
import {
  atomic_read,
  bool,
  cpu_relax,
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
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req, io_req_task_complete } from "../lib/complete.js";
import {
  chain_is_whole,
  claim,
  io_link_timeout_prep,
  io_prep_linked_timeout,
  io_queue_linked_timeout,
  link_behind,
} from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/properties.js";

const BEHIND = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");

const ring = new io_ring_ctx("no sequenced timeouts");
const poll = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);
let issued = bool();

function io_queue_sqe() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(poll);
  io_init_req(link);
  io_link_timeout_prep(link, poll);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(poll);
  ring.inflight = poll;
  issued = true;
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

function io_poll_remove() {
  while (!issued) cpu_relax();
  if (version === "after") mutex_lock(ring.uring_lock);
  if (claim(ring, poll)) {
    poll.res = "-ECANCELED";
    io_req_task_complete(poll);
  }
  if (version === "after") mutex_unlock(ring.uring_lock);
}

function application() {
  mutex_lock(ring.uring_lock);
  io_queue_sqe();
  mutex_unlock(ring.uring_lock);
  io_cqring_wait(ring, 2);
}

const owner = task("application", application, { cpu: 0 });
const remover = task("iou-wrk", io_poll_remove, { cpu: 2 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(poll, link, behind[0]));
invariant("S11: a request that was removed says so", () => !is_allocated(poll) || poll.cqes === 0 || poll.res === "-ECANCELED");
invariant(
  "S7: in the end all is freed",
  () => !finished(owner) || !finished(remover) || (atomic_read(ring.refs) === 0 && !is_allocated(poll) && !is_allocated(link)),
);
eventually("L1, L5: both requests complete", () => finished(owner));
expect(version === "before" ? violates("assertion", { in: "io_poll_remove" }) : verified());
