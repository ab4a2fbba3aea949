// "io_uring: fix mis-refcounting linked timeouts", 6df1db6b5424 (2020).
// Preparing a linked timeout takes a reference for whoever arms it. A request that goes to io-wq was prepared when it was queued, and again when the
// worker issued it; only the worker armed. After: who prepares arms, and a request is prepared once.
// Breaks S7 (in the end no reference is left), so the linked timeout is never freed.
// One master with its linked timeout; the submitter, the io-wq worker, the timer that never comes; 2 CPUs.
import {
  bool,
  cpu_relax,
  expect,
  finished,
  invariant,
  is_allocated,
  kfree,
  refcount_dec_and_test,
  refcount_inc,
  refcount_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

class io_kiocb {
  refs = refcount_t(3, 1); // for completion
  prepared = bool(); // REQ_F_LTIMEOUT_ACTIVE
  armed = bool();
}
const link = new io_kiocb();
let queued = bool(); // io-wq has the master

function io_put_req(req: io_kiocb) {
  if (refcount_dec_and_test(req.refs)) kfree(req);
}

/** The linked timeout of a request that is about to be issued, with a reference for arming it. */
function io_prep_linked_timeout(): boolean {
  if (version === "after" && link.prepared) return false;
  link.prepared = true;
  refcount_inc(link.refs);
  return true;
}

function io_queue_linked_timeout() {
  link.armed = true;
  io_put_req(link);
}

/** In the kernel the work may be put off behind other work of its hash, too. */
function io_queue_async_work() {
  const prepared = io_prep_linked_timeout();
  queued = true;
  if (version === "after" && prepared) io_queue_linked_timeout();
}

function io_wq_submit_work() {
  while (!queued) cpu_relax();
  if (io_prep_linked_timeout()) io_queue_linked_timeout();
  io_put_req(link); // the master is done: its linked timeout completes
}

const submitter = task("application", io_queue_async_work, { cpu: 0 });
const worker = task("iou-wrk", io_wq_submit_work, { cpu: 1 });

invariant("S7: in the end no reference is left", () => !finished(submitter) || !finished(worker) || !is_allocated(link));

expect(version === "before" ? violates("invariant", { property: "S7: in the end no reference is left" }) : verified());
