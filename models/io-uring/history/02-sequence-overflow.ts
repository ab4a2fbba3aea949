// "io_uring: consider the overflow of sequence for timeout req", 5da0fb1ab34c (2019).
// The list of sequenced timeouts was sorted by comparing their target numbers, which does not do when the counter wraps between them: a timeout
// that waits for one completion stood behind one that waits for two, and flush stops at the first that has to wait.
// Breaks S5 (the list is in the order of the targets).
// Two sequenced timeouts, one for as many completions as `size` says, one for one more; so many completions; one task, counters modulo 8, about to wrap.
import {
  assert,
  atomic_read,
  expect,
  finished,
  invariant,
  list_empty,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { __io_submit_flush_completions, io_init_req, io_post_nop } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const WAITS = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["5da0fb1ab34c"], after: [] });

const ring = new io_ring_ctx("default", null, 7 - WAITS);
const two = new io_kiocb(ring, "TIMEOUT", 0, false);
const one = new io_kiocb(ring, "TIMEOUT", 0, false);

function submit(timeout: io_kiocb, off: number) {
  io_init_req(timeout);
  timeout.off = off;
  io_timeout(timeout);
}

function io_submit_sqes() {
  lockdep_assert_held(ring.uring_lock);
  submit(one, WAITS); // its target is the last number before the wrap
  submit(two, WAITS + 1); // and this one's is behind it
  for (let n = 0; n < WAITS; n++) io_post_nop(ring);
  __io_submit_flush_completions(ring);
  assert(list_empty(one.list), "S10: what waits for fewer completions is flushed by them");
  assert(!list_empty(two.list), "S10: what waits for one more is not");
}

function io_uring_enter() {
  mutex_lock(ring.uring_lock);
  io_submit_sqes();
  mutex_unlock(ring.uring_lock);
}

const owner = task("application", io_uring_enter);

invariant("S7: in the end both keep the ring, as neither has its CQE", () => !finished(owner) || atomic_read(ring.refs) === 2);

expect(
  version === "before"
    ? violates("invariant", { property: "S5: the first timeout of the list is the first sequenced one that is due" })
    : verified(),
);
