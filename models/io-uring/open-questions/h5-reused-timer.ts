// H5: a request completes and its memory is given to a new one while the old timer's callback has not returned. What does that do to the new one?
// The hrtimer code knows a running callback by its timer's address: the new timer at that address counts as running, and hrtimer_try_to_cancel()
// returns -1 although it is queued.
// One address, two lives; the callback; the owner, which reuses the memory, and then cancels until nothing is left; 2 CPUs.
// Answer: it happens, and it is benign within this model: -1 leaves the timeout on the list, and a kill comes again; docs/findings/h5.md.
import {
  atomic_read,
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  hrtimer_callback_running,
  hrtimer_is_queued,
  llist_empty,
  reachable,
  task,
  verified,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait, io_run_local_work } from "../lib/task-work.js";
import { io_kill_timeouts, io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";

const ring = new io_ring_ctx("no sequenced timeouts");
const timeout = new io_kiocb(ring, "TIMEOUT", 1);
let mistaken = bool(); // counted: the new one's timer was queued, and counted as running

/** A request at this address. The list's node and the timer are as the life before has left them. */
function io_issue_sqe() {
  timeout.cqes = 0;
  timeout.res = "0"; // survives mutation: whoever completes it stores its result before anybody reads it
  io_init_req(timeout);
  io_timeout(timeout);
}

/** Rounds that meet the same callback again are left out: they would only keep it from the lock. */
function io_uring_cancel_generic() {
  while (atomic_read(ring.refs) > 0) {
    if (!io_kill_timeouts(ring) && hrtimer_is_queued(timeout.timer)) mistaken = true; // survives mutation: a witness that asks for less is found, too
    while (llist_empty(ring.work_llist) && hrtimer_callback_running(timeout.timer)) cpu_relax();
    io_run_local_work(ring);
  }
}

function application() {
  io_issue_sqe();
  io_cqring_wait(ring, 1);
  io_issue_sqe();
  io_uring_cancel_generic();
}

const app = task("application", application, { cpu: 0 });

reachable("the new timer is taken for the old one", () => mistaken);
eventually("L1, L4: both requests complete, and the kill ends", () => finished(app));
expect(verified());
