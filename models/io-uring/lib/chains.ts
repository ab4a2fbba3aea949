// Walks along chains of requests (io_uring/io_uring.c, io_uring/cancel.c), element by element. An expiring linked timeout leaves the chain under
// timeout_lock, completes and is freed.

import { chain_is_matched_under_timeout_lock, chain_is_prepared_under_timeout_lock } from "./commits.js";
import type { io_kiocb } from "./ring.js";
import { timeout_lock_irq, timeout_unlock_irq } from "./timeout-lock.js";

/** True when a request of the chain must not be left behind. */
export function io_match_linked(head: io_kiocb): boolean {
  let req: io_kiocb | null = head;
  while (req !== null) {
    if (req.inflight) return true;
    req = req.link;
  }
  return false;
}

/** As a task that exits looks for its requests. */
export function io_match_task_safe(head: io_kiocb): boolean {
  let matched: boolean;
  if (head.link_timeout && chain_is_matched_under_timeout_lock) {
    timeout_lock_irq(head.ctx);
    matched = io_match_linked(head);
    timeout_unlock_irq(head.ctx);
  } else {
    matched = io_match_linked(head);
  }
  return matched;
}

const prepare_all = (head: io_kiocb) => {
  let cur: io_kiocb | null = head;
  while (cur !== null) {
    cur.prepared = true; // io_prep_async_work()
    cur = cur.link;
  }
};

/** A chain goes to io-wq, or waits for requests before it. */
export function io_prep_async_link(head: io_kiocb) {
  if (head.link_timeout && chain_is_prepared_under_timeout_lock) {
    timeout_lock_irq(head.ctx);
    prepare_all(head);
    timeout_unlock_irq(head.ctx);
  } else {
    prepare_all(head);
  }
}
