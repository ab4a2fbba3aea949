// Requests that wait for a worker of io-wq (io_uring/io-wq.c), and how a task that exits takes its own out (io_uring/cancel.c). The lock is raw since
// the scheduler's hooks take it.
// Left out: the hash by which requests for one file wait for each other, and the workers' coming and going. What a request does when it is started
// or cancelled is its model's matter.

import {
  list_add_tail,
  list_del,
  list_first_entry_or_null,
  list_for_each_entry_safe,
  list_head,
  lockdep_assert_held,
  raw_spin_lock,
  raw_spin_unlock,
  raw_spinlock_t,
} from "lockproof/dsl";
import { io_match_task_safe } from "./chains.js";
import type { io_kiocb } from "./ring.js";

export class io_wq_acct {
  lock = raw_spinlock_t("&acct->lock");
  work_list = list_head<io_kiocb>("io_wq_node");
}

function io_wq_insert_work(acct: io_wq_acct, req: io_kiocb) {
  lockdep_assert_held(acct.lock);
  list_add_tail(req.io_wq_node, acct.work_list);
}

export function io_wq_enqueue(acct: io_wq_acct, req: io_kiocb) {
  raw_spin_lock(acct.lock);
  io_wq_insert_work(acct, req);
  raw_spin_unlock(acct.lock);
}

function io_cancel_task_cb(req: io_kiocb): boolean {
  return io_match_task_safe(req);
}

/** Takes out one request that must not be left behind. */
function io_acct_cancel_pending_work(acct: io_wq_acct): boolean {
  raw_spin_lock(acct.lock);
  for (const req of list_for_each_entry_safe(acct.work_list)) {
    if (!io_cancel_task_cb(req)) continue;
    list_del(req.io_wq_node);
    raw_spin_unlock(acct.lock);
    req.work_done = req.work_done + 1; // io_run_cancel()
    return true;
  }
  raw_spin_unlock(acct.lock);
  return false;
}

export function io_wq_cancel_cb(acct: io_wq_acct) {
  while (io_acct_cancel_pending_work(acct)) {}
}

function io_get_next_work(acct: io_wq_acct): io_kiocb | null {
  raw_spin_lock(acct.lock);
  const req = list_first_entry_or_null(acct.work_list);
  if (req !== null) list_del(req.io_wq_node);
  raw_spin_unlock(acct.lock);
  return req;
}

/** A worker starts what there is. */
export function io_worker_handle_work(acct: io_wq_acct) {
  let req = io_get_next_work(acct);
  while (req !== null) {
    req.work_done = req.work_done + 1;
    req = io_get_next_work(acct);
  }
}
