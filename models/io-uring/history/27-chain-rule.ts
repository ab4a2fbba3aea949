// Three commits of 2026-05 that make one rule of links hold: who walks a chain holds uring_lock or timeout_lock, who changes it holds both.
// 20c39819a276 "hold uring_lock when walking link chain in io_wq_free_work", 49ae66eb8c27 "defer linked-timeout chain splice out of hrtimer
// context", a65855ec34ae "hold uring_lock across io_kill_timeouts". Each version but the last lacks all of them, or one; none can be missing.
// Breaks S9, and so S6: a walker touches what was freed (io-wq, kill), or does not see the end of the chain (the callback's splice).
// Stands alone: the rule is about every function that touches a chain, and with all that the library's do besides there would be too many states.
// A master, its linked timeout, so many requests behind it as `size` says; the owner, the callback, an io-wq worker that frees, an exiting task that kills; 4 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  assert,
  bool,
  expect,
  finished,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  invariant,
  is_allocated,
  kfree,
  lockdep_assert_held,
  mutex,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  raw_spin_lock_irq,
  raw_spin_lock_irqsave,
  raw_spin_unlock_irq,
  raw_spin_unlock_irqrestore,
  raw_spinlock_t,
  reachable,
  ref,
  task,
  variant,
  verified,
  violates,
  wait_event,
  wait_queue_head,
  wake_up,
} from "lockproof/dsl";

const BEHIND = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "no_io_wq", "no_splice", "no_kill", "after");
const io_wq_holds_uring_lock = version !== "before" && version !== "no_io_wq"; // 20c39819a276
const splices_in_task_work = version !== "before" && version !== "no_splice"; // 49ae66eb8c27
const kill_holds_uring_lock = version !== "before" && version !== "no_kill"; // a65855ec34ae

const uring_lock = mutex("&ctx->uring_lock"); // survives mutation: of all that sleeps under it, nothing is here
const timeout_lock = raw_spinlock_t("&ctx->timeout_lock"); // survives mutation: io-wq's raw lock, which it is taken under, is left out
const cq_wait = wait_queue_head("&ctx->cq_wait");

class io_kiocb {
  link = ref<io_kiocb>();
}
const behind = pool(io_kiocb, BEHIND);
const ltimeout = new io_kiocb();
const master = new io_kiocb();
let submitted = bool();
let tail_is_next = bool();

class io_timeout_data {
  fired = bool(); // task work is queued
  timer = hrtimer(io_link_timeout_fn, { cpu: 1 });
}
const data = new io_timeout_data();

/** S9: with both locks; before, the callback has one of them. */
const splice = () => {
  lockdep_assert_held(timeout_lock);
  if (splices_in_task_work) lockdep_assert_held(uring_lock);
  master.link = ltimeout.link;
  ltimeout.link = null; // survives mutation: in task work it is freed before anybody else may look
};

function io_link_timeout_fn(expired: io_timeout_data): hrtimer_restart {
  // survives mutation: without the splice it guards the list and the timeout's head, which are left out
  const flags = raw_spin_lock_irqsave(timeout_lock);
  if (!splices_in_task_work) splice(); // survives mutation: nothing is left of it when task work splices
  raw_spin_unlock_irqrestore(timeout_lock, flags);
  expired.fired = true;
  wake_up(cq_wait);
  return HRTIMER_NORESTART;
}

/** Task work, with uring_lock: the linked timeout completes and is freed. */
function io_req_task_link_timeout() {
  assert(data.fired, "L2: it was queued");
  if (splices_in_task_work) {
    // survives mutation: the callback, which takes it too, has been here
    raw_spin_lock_irq(timeout_lock);
    splice();
    raw_spin_unlock_irq(timeout_lock);
  }
  kfree(ltimeout);
}

/** What is linked behind a request that completes comes next: it leaves the chain under uring_lock alone, completes and is freed. */
function io_req_find_next() {
  const next = master.link;
  master.link = null;
  tail_is_next = true;
  if (next !== null) kfree(next);
}

/** True when the walk came to the end of the chain. */
const walk = (): boolean => {
  let seen_tail = false;
  let cur: io_kiocb | null = master;
  while (cur !== null) {
    seen_tail = cur === behind[BEHIND - 1];
    cur = cur.link;
  }
  return seen_tail;
};

function io_wq_free_work() {
  wait_event(cq_wait, () => submitted);
  if (io_wq_holds_uring_lock) mutex_lock(uring_lock);
  const whole = walk();
  if (io_wq_holds_uring_lock) mutex_unlock(uring_lock);
  if (io_wq_holds_uring_lock) assert(whole || tail_is_next, "S9: a walk sees the whole chain");
}

function io_kill_timeouts() {
  wait_event(cq_wait, () => submitted);
  if (kill_holds_uring_lock) mutex_lock(uring_lock);
  // survives mutation: it guards timeout_list, which is left out; who walks a chain needs one of the locks
  raw_spin_lock_irq(timeout_lock);
  const whole = walk();
  raw_spin_unlock_irq(timeout_lock);
  if (kill_holds_uring_lock) mutex_unlock(uring_lock);
  if (kill_holds_uring_lock) assert(whole || tail_is_next, "S9: a walk sees the whole chain");
}

function io_queue_sqe() {
  lockdep_assert_held(uring_lock);
  master.link = ltimeout;
  let last = ltimeout;
  for (const req of behind) {
    last.link = req;
    last = req; // survives mutation: with one request behind it is the last
  }
  hrtimer_start(data.timer);
  submitted = true;
  wake_up(cq_wait);
}

function application() {
  mutex_lock(uring_lock);
  io_queue_sqe();
  mutex_unlock(uring_lock);
  wait_event(cq_wait, () => data.fired);
  mutex_lock(uring_lock);
  io_req_task_link_timeout();
  io_req_find_next();
  mutex_unlock(uring_lock);
}

const owner = task("application", application, { cpu: 0 });
const worker = task("iou-wrk", io_wq_free_work, { cpu: 2 });
const killer = task("exiting", io_kill_timeouts, { cpu: 3 });

invariant(
  "S7: in the end the master is left",
  () => !finished(owner) || (master.link === null && !is_allocated(ltimeout) && !is_allocated(behind[0])),
);
reachable("all walks end", () => finished(worker) && finished(killer));

const fault = {
  before: violates("use-after-free"),
  no_io_wq: violates("use-after-free", { in: "io_wq_free_work" }),
  no_splice: violates("assertion", { property: "S9: a walk sees the whole chain" }),
  no_kill: violates("use-after-free", { in: "io_kill_timeouts" }),
  after: verified(),
};
expect(fault[version]);
