// "io_uring: fix mis-refcounting linked timeouts", 6df1db6b5424 (2020).
// Preparing a linked timeout takes a reference for whoever arms it. A request that goes to io-wq was prepared when it was queued, and again when the
// worker issued it; only the worker armed. After: who prepares arms, and a request is prepared once.
// Breaks S7 (in the end no reference is left), so the linked timeout is never freed.
// One master with its linked timeout, whose timer never comes, so many requests behind it as `size` says; the submitter, who also runs task work, and the io-wq worker; 2 CPUs.
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  invariant,
  is_allocated,
  param,
  pool,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import {
  chain_is_whole,
  io_complete_inflight,
  io_link_timeout_prep,
  io_prep_linked_timeout,
  io_queue_linked_timeout,
  link_behind,
} from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const BEHIND = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["6df1db6b5424"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 0, false);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

let queued = bool(); // io-wq has the master

function io_queue_async_work() {
  const linked_timeout = io_prep_linked_timeout(master);
  queued = true;
  if (version === "after" && linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

function io_wq_submit_work() {
  while (!queued) cpu_relax();
  const linked_timeout = io_prep_linked_timeout(master);
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
  ring.inflight = master;
  io_complete_inflight(ring, master);
}

function application() {
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  io_queue_async_work();
  io_cqring_wait(ring, 2);
}

const owner = task("application", application, { cpu: 0 });
const worker = task("iou-wrk", io_wq_submit_work, { cpu: 1 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(master, link, behind[0]));
invariant(
  "S7: in the end no reference is left",
  () => !finished(owner) || !finished(worker) || (!is_allocated(master) && !is_allocated(link)),
);
eventually("L1, L5: both requests complete", () => finished(owner));

expect(version === "before" ? violates("invariant", { property: "S7: in the end no reference is left" }) : verified());
