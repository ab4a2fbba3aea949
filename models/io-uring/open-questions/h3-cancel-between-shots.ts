// H3: can a cancellation of a multishot timeout say -ENOENT although the timeout goes on?
// Between two shots, from the callback until task work arms it again, a multishot timeout is not on timeout_list.
// One multishot timeout; the callback, the owner's task work, a canceller in io-wq; 2 CPUs.
// Answer: yes, within this model, when the cancellation finds it between its shots; docs/findings/h3.md has the interleaving.
import { bool, cpu_relax, expect, invariant, list_contains, oneOf, task, violates } from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import { io_timeout, io_timeout_remove } from "../lib/timeout.js";
import "../lib/properties.js";

const ring = new io_ring_ctx("no sequenced timeouts");
const timeout = new io_kiocb(ring, "TIMEOUT", 0, true, "multishot");
let submitted = bool();
let answer = oneOf("none", "0", "-ENOENT", "-EALREADY"); // of the cancellation

function application() {
  io_init_req(timeout);
  io_timeout(timeout);
  submitted = true;
  io_cqring_wait(ring, 1);
}

/** IORING_OP_TIMEOUT_REMOVE. */
function io_wq_submit_work() {
  while (!submitted) cpu_relax();
  answer = io_timeout_remove(ring, timeout, false);
}

task("application", application, { cpu: 0 });
task("iou-wrk", io_wq_submit_work, { cpu: 1 });

invariant("S11: what a cancellation did not find does not go on", () => answer !== "-ENOENT" || !list_contains(ring.timeout_list, timeout));

expect(violates("invariant", { property: "S11: what a cancellation did not find does not go on" }));
