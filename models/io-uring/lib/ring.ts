// struct io_ring_ctx and struct io_kiocb (include/linux/io_uring_types.h), as far as timeouts need them, and what the models count.

import {
  atomic_t,
  bool,
  hrtimer,
  int,
  list_head,
  list_node,
  llist_head,
  llist_node,
  mutex,
  oneOf,
  raw_spinlock_t,
  ref,
  refcount_t,
  spinlock_t,
  wrapping,
} from "lockproof/dsl";
import type { eventfd_ctx } from "../../lib/eventfd.js";
import { timeout_lock_is_raw } from "./commits.js";
import { io_link_timeout_fn } from "./link-timeout.js";
import { io_timeout_fn } from "./timeout.js";

/** Values of a u32 here: counters stay within a few steps of each other. */
export const U32 = 8;

/** What a ring is set up for. Code that a model's rings have no use for is no part of the model. */
export type setup =
  | "default" // IORING_SETUP_DEFER_TASKRUN: CQEs are posted under uring_lock
  | "no sequenced timeouts" // off_timeout_used is not set
  | "no deferred task work" // CQEs are posted by anybody, under completion_lock
  | "requests with an fs_struct" // freeing one takes its lock
  | "task with io-wq" // to cancel a request is to look for it there first
  | "not counted" // no sequenced timeouts and no waiters: nobody reads cached_cq_tail and cq_timeouts
  | "short queue"; // the same, and the completion queue has room for two CQEs of multishot timeouts

/** True where somebody reads the counters. */
export const is_counted = (ctx: io_ring_ctx) => ctx.setup !== "not counted" && ctx.setup !== "short queue";

/** The io_uring context of a task, with its io-wq. */
export class io_uring_task {
  in_cancel = bool(); // somebody looks through its io-wq
}

export class fs_struct {
  lock = spinlock_t("&fs->lock");
  in_exec = bool();
}

export class io_ring_ctx {
  constructor(
    readonly setup: setup = "default",
    readonly io_ev_fd: eventfd_ctx | null = null, // has_evfd; it does not change while a model runs
    readonly posted = U32 - 1, // CQEs posted before the model begins: the counters are about to wrap
  ) {}
  uring_lock = mutex("&ctx->uring_lock"); // survives mutation: noticed where a model takes it itself, and may sleep under it
  completion_lock = spinlock_t("&ctx->completion_lock");
  timeout_lock = timeout_lock_is_raw ? raw_spinlock_t("&ctx->timeout_lock") : spinlock_t("&ctx->timeout_lock");
  timeout_list = list_head<io_kiocb>("list"); // armed timeouts; it and the next three are under timeout_lock
  ltimeout_list = list_head<io_kiocb>("list"); // armed linked timeouts
  cq_timeouts = wrapping(U32); // timeouts that fired or were killed
  cq_last_tm_flush = wrapping(U32, this.posted);
  cached_cq_tail = wrapping(U32, this.posted); // CQEs ever posted
  work_llist = llist_head<io_kiocb>("io_task_work");
  inflight = ref<io_kiocb>(); // a request that somebody will complete: whoever takes it from here does. Under completion_lock
  fallback_llist = llist_head<io_kiocb>("io_task_work");
  tctx = ref<io_uring_task>(); // of the task that owns the ring
  exiting = bool(); // PF_EXITING of that task
  fs = new fs_struct(); // of its requests
  retry_llist = ref<io_kiocb>(); // what a run of local work left, under uring_lock
  released = bool(); // closed: exit_work is queued
  refs = atomic_t(0, 4); // requests that are not completed
  room = int(0, 2, 2); // in the completion queue
  events = int(0, 7); // counted: CQEs of requests other than timeouts
}

export type opcode = "NOP" | "TIMEOUT" | "LINK_TIMEOUT";

/**
 * A request: struct io_kiocb with its struct io_timeout and struct io_timeout_data. Its timer expires on `cpu`; without `expires` it is an
 * hour away.
 */
export class io_kiocb {
  constructor(
    readonly ctx: io_ring_ctx,
    readonly opcode: opcode = "TIMEOUT",
    readonly cpu = 0,
    readonly expires = true,
    readonly kind: "plain" | "multishot" | "head of a chain" = "plain", // of a timeout
  ) {}
  io_task_work = llist_node(); // one node: a request cannot be queued twice
  next = ref<io_kiocb>(); // io_task_work.node.next on retry_llist
  tw_func = oneOf("none", "io_req_task_complete", "io_timeout_complete", "io_req_task_link_timeout"); // io_task_work.func
  res = oneOf("0", "-ETIME", "-ECANCELED", "-ENOENT", "-EALREADY"); // cqe.res
  refs = refcount_t(3); // counts only with REQ_F_REFCOUNT
  refcounted = bool(); // REQ_F_REFCOUNT
  fail = bool(); // REQ_F_FAIL
  arm_ltimeout = bool(); // REQ_F_ARM_LTIMEOUT: the next of the chain is a linked timeout that was not prepared
  link_timeout = bool(); // REQ_F_LINK_TIMEOUT: it has been
  link = ref<io_kiocb>();
  inflight = bool(); // REQ_F_INFLIGHT: whoever exits must not leave it behind
  prepared = bool(); // its work item can be queued
  io_wq_node = list_node(); // io_wq_work.list
  work_done = int(0, 2); // counted: how often io-wq started or cancelled it
  issued = bool(); // counted: what was linked behind a timeout

  list = list_node();
  off = int(0, 4); // completes after so many other completions; 0: only by time. Of a multishot timeout: how many shots
  target_seq = wrapping(U32);
  repeats = int(0, 4);
  head = ref<io_kiocb>(); // of a linked timeout: its master, until somebody claims it
  prev = ref<io_kiocb>(); // the master, pinned for the task work of an expired linked timeout
  timer = hrtimer(this.opcode === "LINK_TIMEOUT" ? io_link_timeout_fn : io_timeout_fn, { cpu: this.cpu, expires: this.expires });

  ts = oneOf("old", "new"); // the time of a multishot timeout: an update brings a new one
  armed_with = oneOf("old", "new"); // counted: the time with which the timer was started
  cqes = int(0, 2); // counted: final CQEs
  events_wanted = int(0, 7); // counted: ctx.events at which a sequenced timeout may complete with 0
}
