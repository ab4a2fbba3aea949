// "io_uring: fix link traversal locking", 6af3f48bf615 (2021-11), the repair of 674ee8e1b4a4 "correct link-list traversal locking".
// To walk chains of requests safely, loops that cancel held timeout_lock all the time, with interrupts disabled. Inside they took completion_lock
// with spin_lock_irq, whose unlock enables interrupts: a timer then expires on top of the holder of timeout_lock, and wants it.
// Breaks W2 (an unlock restores what was, it does not enable) and D1.
// So many timeouts as `size` says; the task that cancels, the callback on its CPU; 1 CPU.
import {
  atomic_read,
  bool,
  expect,
  finished,
  hrtimer_active,
  invariant,
  list_empty,
  lockdep_assert_held,
  param,
  pool,
  revert,
  spin_lock_irq,
  spin_unlock_irq,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_timeout } from "../lib/timeout.js";
import { timeout_lock_irq, timeout_unlock_irq } from "../lib/timeout-lock.js";
import "../lib/properties.js";

const TIMEOUTS = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["020b40f35624"], after: ["020b40f35624"] }); // timeout_lock is a spinlock_t yet

const ring = new io_ring_ctx();
const timeouts = pool(io_kiocb, TIMEOUTS, ring);
// survives mutation: nobody sleeps or spins around it, and no interrupt wants it
const poll_lock = spinlock_t("&ctx->completion_lock"); // taken with interrupts off in those days
let removed = bool(); // a poll request was

/** Looks at a chain. */
const io_match_linked = (): boolean => {
  lockdep_assert_held(ring.timeout_lock);
  return list_empty(ring.timeout_list);
};

const io_poll_remove_one = () => {
  lockdep_assert_held(poll_lock);
  removed = true;
};

function io_match_task_safe(): boolean {
  timeout_lock_irq(ring);
  const matched = io_match_linked();
  timeout_unlock_irq(ring);
  return matched;
}

function io_poll_remove_all() {
  if (version === "before") {
    timeout_lock_irq(ring);
    spin_lock_irq(poll_lock);
    io_match_linked();
    io_poll_remove_one();
    spin_unlock_irq(poll_lock); // interrupts are on now
    timeout_unlock_irq(ring);
  } else {
    // survives mutation: only a lock of the timer's callback needs interrupts off
    spin_lock_irq(poll_lock);
    io_poll_remove_one();
    spin_unlock_irq(poll_lock);
    io_match_task_safe(); // survives mutation: it only looks
  }
}

function application() {
  for (const timeout of timeouts) {
    io_init_req(timeout);
    io_timeout(timeout);
  }
  io_poll_remove_all();
}

const canceller = task("application", application, { cpu: 0 });

invariant("S7: in the end every timeout keeps the ring", () => !finished(canceller) || atomic_read(ring.refs) === TIMEOUTS);
invariant(
  "L1: in the end every timeout is armed or has expired",
  () => !finished(canceller) || (removed && timeouts.every((timeout) => hrtimer_active(timeout.timer) || timeout.res === "-ETIME")),
);

expect(version === "before" ? violates("circular-wait", { lock: "&ctx->timeout_lock", in: "io_timeout_fn" }) : verified());
