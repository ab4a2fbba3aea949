// "io_uring: fix inconsistent lock state", 9ae1f8dd372e (2021-02).
// The callback of a linked timeout dropped the last reference to its master and freed it in hard interrupt context. Freeing a request with a file
// system context takes fs->lock, which everybody else takes with interrupts enabled.
// Breaks D1 and W3 (the callback frees nothing).
// One master with its linked timeout; so many tasks that hold fs->lock as `size` says, the callback on their CPU, the owner; 2 CPUs.
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
  reachable,
  revert,
  spin_lock,
  spin_unlock,
  task,
  tasks,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req, set_in_exec } from "../lib/complete.js";
import { io_complete_inflight, io_link_timeout_prep, io_prep_linked_timeout, io_queue_linked_timeout } from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const TASKS = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");
revert(version, { before: ["9ae1f8dd372e"], after: [] });

const ring = new io_ring_ctx("requests with an fs_struct");
const master = new io_kiocb(ring, "NOP", 1, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 0);

function io_queue_sqe() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
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

function chdir() {
  spin_lock(ring.fs.lock);
  set_in_exec(ring, true);
  spin_unlock(ring.fs.lock);
}

const owner = task("application", application, { cpu: 1 });
const changers = tasks("chdir", TASKS, chdir, { cpu: 0 });

invariant(
  "S7: in the end all is freed",
  () => !finished(owner) || (atomic_read(ring.refs) === 0 && !is_allocated(master) && !is_allocated(link)),
);
reachable("the master is done before its time", () => master.cqes === 1 && is_allocated(link) && hrtimer_is_queued(link.timer));
reachable("somebody else changes the fs_struct", () => ring.fs.in_exec);
reachable("a request is freed after them", () => !ring.fs.in_exec && finished(changers[0]));

eventually("L1, L5: both requests complete, and their waiter returns", () => finished(owner));

expect(version === "before" ? violates("circular-wait", { lock: "&fs->lock", in: "io_req_clean_work" }) : verified());
