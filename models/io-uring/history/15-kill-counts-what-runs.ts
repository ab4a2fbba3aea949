// "io_uring: improve task exit timeout cancellations" (2022-06).
// A kill counted timeouts whose callback was running as cancelled, so the loop that kills until nothing is left went round and round until the
// callback had ended. On PREEMPT_RT the callback is a thread's, and the killer may be of higher priority: then it never ends.
// Breaks L4 (the loop ends). Instead of a priority: whoever spins may keep the callback from timeout_lock, as a lock is granted to anybody.
// So many timeouts as `size` says; the killer, the callbacks; 2 CPUs.
import { cpu_relax, eventually, expect, finished, param, pool, revert, task, variant, verified, violates } from "lockproof/dsl";
import { io_uring_try_cancel_requests } from "../lib/exit.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/properties.js";

const TIMEOUTS = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");
revert(version, { before: ["improve task exit timeout cancellations", "a9c83a0ab66a"], after: ["a9c83a0ab66a"] });

const ring = new io_ring_ctx("no sequenced timeouts");
const timeouts = pool(io_kiocb, TIMEOUTS, ring, "TIMEOUT", 1);

function io_uring_cancel_generic() {
  for (const timeout of timeouts) io_timeout(timeout);
  while (io_uring_try_cancel_requests(ring)) cpu_relax();
}

const exiting = task("exiting", io_uring_cancel_generic, { cpu: 0 });

eventually("L4: the killer's loop ends", () => finished(exiting));
expect(version === "before" ? violates("eventually", { property: "L4: the killer's loop ends" }) : verified());
