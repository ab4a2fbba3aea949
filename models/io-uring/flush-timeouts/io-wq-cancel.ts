// The reason for 020b40f35624: a task that exits cancels its requests that wait for an io-wq worker. It looks for them under acct->lock, which is
// raw because the scheduler's hooks take it, and to look at a request with an armed linked timeout it needs timeout_lock: the expiring
// linked timeout takes itself out of the chain of requests under that lock.
// before: a spinlock_t under a raw lock. buggy and fixed (the same here): raw under raw.

import type { hrtimer_restart } from "lockproof/dsl";
import {
  eventually,
  expect,
  finished,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  int,
  invariant,
  list_add_tail,
  list_del_init,
  list_first_entry_or_null,
  list_for_each_entry_safe,
  list_head,
  list_node,
  raw_spin_lock,
  raw_spin_unlock,
  raw_spinlock_t,
  ref,
  task,
  verified,
  violates,
} from "lockproof/dsl";
import { timeout_lock_irq, timeout_lock_irqsave, timeout_unlock_irq, timeout_unlock_irqrestore } from "../lib/timeout-lock.js";
import { ring, version } from "./versions.js";

class io_wq_acct {
  lock = raw_spinlock_t("&acct->lock");
  work_list = list_head<io_request>("list");
}
const acct = new io_wq_acct();

/** A request, with its struct io_wq_work. */
class io_request {
  constructor(
    readonly inflight = false, // REQ_F_INFLIGHT: the exiting task must not leave it behind
    readonly link_timeout = false, // REQ_F_LINK_TIMEOUT: the next of the chain is its armed timeout
  ) {}
  link = ref<io_request>();
  list = list_node();
  outcome = int(0, 2); // how often it was started or cancelled
}
const other = new io_request();
// A chain: a request, its timeout, and a third one that waits for them.
const master = new io_request(false, true);
const ltimeout = new io_request();
const tail = new io_request(true);

class io_timeout_data {
  head = ref<io_request>(master);
  timer = hrtimer(io_link_timeout_fn);
}
const data = new io_timeout_data();

/** Takes the linked timeout out of the chain. Cancelling the master is left to task work, which is left out. */
function io_link_timeout_fn(link_data: io_timeout_data): hrtimer_restart {
  const flags = timeout_lock_irqsave(ring);
  const prev = link_data.head;
  link_data.head = null;
  if (prev !== null) {
    prev.link = ltimeout.link;
    ltimeout.link = null;
  }
  timeout_unlock_irqrestore(ring, flags);
  return HRTIMER_NORESTART;
}

function io_match_linked(head: io_request): boolean {
  let req: io_request | null = head;
  while (req !== null) {
    if (req.inflight) return true;
    req = req.link;
  }
  return false;
}

function io_match_task_safe(head: io_request): boolean {
  let matched: boolean;
  if (head.link_timeout) {
    timeout_lock_irq(ring);
    matched = io_match_linked(head);
    timeout_unlock_irq(ring);
  } else {
    matched = io_match_linked(head);
  }
  return matched;
}

function io_cancel_task_cb(req: io_request): boolean {
  return io_match_task_safe(req);
}

function io_acct_cancel_pending_work(): boolean {
  raw_spin_lock(acct.lock);
  for (const req of list_for_each_entry_safe(acct.work_list)) {
    if (!io_cancel_task_cb(req)) continue;
    list_del_init(req.list);
    raw_spin_unlock(acct.lock);
    req.outcome = req.outcome + 1; // io_run_cancel()
    return true;
  }
  raw_spin_unlock(acct.lock);
  return false;
}

function io_wq_cancel_cb() {
  while (io_acct_cancel_pending_work()) {}
}

function io_uring_try_cancel_requests() {
  io_wq_cancel_cb();
}

/** io_uring_enter(): a request and the chain, its timeout armed, go to io-wq. */
function submit() {
  master.link = ltimeout;
  ltimeout.link = tail;
  timeout_lock_irq(ring); // survives mutation: nobody looks at the chain before it is queued
  hrtimer_start(data.timer);
  timeout_unlock_irq(ring);
  raw_spin_lock(acct.lock); // survives mutation: nobody else is at work before
  list_add_tail(other.list, acct.work_list);
  list_add_tail(master.list, acct.work_list);
  raw_spin_unlock(acct.lock);
}

function application() {
  submit();
  io_uring_try_cancel_requests(); // do_exit()
}

function io_get_next_work(): io_request | null {
  raw_spin_lock(acct.lock);
  const req = list_first_entry_or_null(acct.work_list);
  if (req !== null) list_del_init(req.list);
  raw_spin_unlock(acct.lock);
  return req;
}

function io_worker_handle_work() {
  let req = io_get_next_work();
  while (req !== null) {
    req.outcome = req.outcome + 1; // starts it
    req = io_get_next_work();
  }
}

const exiting = task("application", application);
const worker = task("iou-wrk", io_worker_handle_work);

invariant("a request is started or cancelled, not both", () => master.outcome <= 1 && other.outcome <= 1);
invariant("what is in flight is not left behind", () => !finished(exiting) || !finished(worker) || master.outcome === 1);
eventually("the task exits", () => finished(exiting));

expect(version === "before" ? violates("wait-context", { lock: "&ctx->timeout_lock", in: "io_match_task_safe" }) : verified());
