// "io_uring: correct timeout req sequence when inserting a new entry", a1f58ba46f79 (2019).
// A timeout's own CQE counted in the sequence, too, in those days. One that is put before another lets that wait for one CQE more; the sequences
// were left as they were, so a timeout for one completion more and then one for one less got the same sequence, and the second came too late.
// Breaks S5 (the list is in the order of sequences, no two the same) and S10. How timeouts are counted is this model's, the rest the library's.
// Two sequenced timeouts, the second for as many completions as `size` says, the first for one more; one task, 1 CPU.
import {
  assert,
  expect,
  hrtimer_start,
  hrtimer_try_to_cancel,
  int,
  list_add,
  list_add_tail,
  list_del_init,
  list_empty,
  list_first_entry_or_null,
  list_for_each_entry_safe,
  param,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { timeout_lock_irq, timeout_unlock_irq } from "../lib/timeout-lock.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const COMPLETIONS = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");

const ring = new io_ring_ctx("no deferred task work", null, 0);
const later = new io_kiocb(ring, "TIMEOUT", 0, false);
const sooner = new io_kiocb(ring, "TIMEOUT", 0, false);
let cached_sq_head = int(0, 2);

/** At most one other is armed, so the walk over the list is one comparison. `target_seq` is req->sequence, the CQE after which it completes. */
function io_timeout(timeout: io_kiocb, count: number) {
  cached_sq_head = cached_sq_head + 1;
  timeout.off = count;
  timeout.events_wanted = count;
  timeout_lock_irq(ring);
  timeout.target_seq = cached_sq_head + count - 1;
  const nxt = list_first_entry_or_null(ring.timeout_list);
  if (nxt !== null && (version === "before" ? timeout.target_seq < nxt.target_seq : timeout.target_seq <= nxt.target_seq)) {
    if (version === "after") {
      nxt.target_seq = nxt.target_seq + 1;
      timeout.target_seq = timeout.target_seq - 1;
    }
    list_add(timeout.list, ring.timeout_list);
  } else {
    list_add_tail(timeout.list, ring.timeout_list);
  }
  hrtimer_start(timeout.timer);
  timeout_unlock_irq(ring);
}

/** Completes the first ones while their sequence has come; their CQEs are posted at once. */
function io_commit_cqring() {
  timeout_lock_irq(ring);
  for (const timeout of list_for_each_entry_safe(ring.timeout_list)) {
    if (timeout.target_seq !== ring.cached_cq_tail) break;
    hrtimer_try_to_cancel(timeout.timer);
    list_del_init(timeout.list);
    ring.cached_cq_tail = ring.cached_cq_tail + 1;
    timeout.cqes = timeout.cqes + 1;
  }
  timeout_unlock_irq(ring);
}

function nop() {
  ring.cached_cq_tail = ring.cached_cq_tail + 1;
  ring.events = ring.events + 1;
  io_commit_cqring();
  assert(waits(sooner) && waits(later), "S10: a sequenced timeout has completed after its completions");
}

/** What is armed has not got its completions. */
const waits = (timeout: io_kiocb) => list_empty(timeout.list) || (timeout.off > 0 && ring.events < timeout.events_wanted);

function io_uring_enter() {
  io_timeout(later, COMPLETIONS + 1);
  io_timeout(sooner, COMPLETIONS);
  for (let n = 0; n <= COMPLETIONS; n++) nop();
  assert(sooner.cqes === 1 && later.cqes === 1, "L1: both complete");
}

task("application", io_uring_enter, { cpu: 0 });

expect(version === "before" ? violates("assertion", { in: "nop" }) : verified());
