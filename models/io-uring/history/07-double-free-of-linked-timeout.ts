// "io_uring: fix ltout double free on completion race", 447c19f3b507 (2021-05), CVE-2021-47123.
// The timer of a linked timeout expires while its master is being freed: the callback cannot pin the master, and left the linked timeout in the
// chain of the dying master, which found it there and completed it, too.
// Breaks S3: the linked timeout, taken off its list by the callback, is taken off once more; without that, S1.
// One master with its linked timeout, so many requests behind it as `size` says; the completion of the master, the callback, task work; 2 CPUs.
import {
  atomic_read,
  eventually,
  expect,
  finished,
  hrtimer_is_queued,
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
revert(version, { before: ["447c19f3b507"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

/** Submits the chain; the master goes its way. */
function io_queue_sqe() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(master);
  ring.inflight = master;
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

function application() {
  mutex_lock(ring.uring_lock);
  io_queue_sqe();
  mutex_unlock(ring.uring_lock);
  io_complete_inflight(ring, master);
  io_cqring_wait(ring, 2);
}

const app = task("application", application, { cpu: 0 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(master, link, behind[0]));
invariant(
  "S7: in the end all is freed",
  () => !finished(app) || (atomic_read(ring.refs) === 0 && !is_allocated(master) && !is_allocated(link)),
);
reachable("the master is done before its time", () => master.cqes === 1 && is_allocated(link) && hrtimer_is_queued(link.timer));
eventually("L1, L5: both requests complete", () => finished(app));
expect(version === "before" ? violates("list-corruption", { in: "__io_disarm_linked_timeout" }) : verified());
