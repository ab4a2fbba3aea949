// "io_uring: hold uring mutex around poll removal", ef7dfac51d8e (2023-06), CVE-2023-3389.
// IORING_OP_POLL_REMOVE in io-wq completed the poll request that it found, which disarms its linked timeout, without uring_lock. Meanwhile the
// expired linked timeout's task work, under uring_lock, looked at the same request and its chain.
// Breaks S9 (a chain is changed under uring_lock), and so S6: the linked timeout is touched after it was freed.
// Reduced to what the two do to the chain. One poll request with its linked timeout; the remover, task work with uring_lock; 2 CPUs.
import {
  bool,
  cpu_relax,
  expect,
  finished,
  invariant,
  is_allocated,
  kfree,
  mutex,
  mutex_lock,
  mutex_unlock,
  ref,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

const uring_lock = mutex("&ctx->uring_lock");

class io_kiocb {
  link = ref<io_kiocb>();
  completed = bool();
}
const ltimeout = new io_kiocb();
const poll = new io_kiocb();
let issued = bool();

/** The linked timeout of a request that completes goes, too. */
function io_disarm_next(req: io_kiocb) {
  const link = req.link;
  if (link === null) return;
  req.link = null;
  link.completed = true;
  kfree(link);
}

function io_poll_remove() {
  while (!issued) cpu_relax();
  if (version === "after") mutex_lock(uring_lock);
  io_disarm_next(poll);
  if (version === "after") mutex_unlock(uring_lock);
}

/** Task work of the linked timeout that expired: it cancels its master, and both complete. */
function io_req_task_link_timeout() {
  mutex_lock(uring_lock);
  io_disarm_next(poll);
  mutex_unlock(uring_lock);
}

function application() {
  // survives mutation: nobody looks at the request before it is issued
  mutex_lock(uring_lock);
  poll.link = ltimeout;
  issued = true;
  mutex_unlock(uring_lock);
  io_req_task_link_timeout(); // the timer has expired
}

const remover = task("iou-wrk", io_poll_remove, { cpu: 0 });
const owner = task("application", application, { cpu: 1 });

invariant("L1: the linked timeout is gone in the end", () => !finished(remover) || !finished(owner) || !is_allocated(ltimeout));

expect(version === "before" ? violates("use-after-free", { in: "io_disarm_next" }) : verified());
