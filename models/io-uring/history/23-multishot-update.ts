// "io_uring/timeout: fix multishot updates", c83c846231db (2025-01).
// An update of a multishot timeout started the timer with the new time, but did not store it: every later shot was armed with the old one.
// Breaks S11: after an update that returned 0, every arming has the new time.
// One multishot timeout, one shot more than `size` says; the task that updates and runs task work, the timer; 2 CPUs.
import { atomic_read, bool, expect, finished, invariant, param, revert, task, variant, verified, violates } from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import { io_timeout, io_timeout_prep, io_timeout_remove } from "../lib/timeout.js";
import "../lib/properties.js";

const SIZE = param("size", 1, { min: 1, max: 3 });
const SHOTS = SIZE + 1;
const version = variant("before", "after");
revert(version, { before: ["c83c846231db"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const timeout = new io_kiocb(ring, "TIMEOUT", 1, true, "multishot");
let updated = bool(); // an update returned 0

function application() {
  io_init_req(timeout);
  io_timeout_prep(timeout, SHOTS);
  io_timeout(timeout);
  if (io_timeout_remove(ring, timeout, true) === "0") updated = true;
  io_cqring_wait(ring, SHOTS);
}

const owner = task("application", application, { cpu: 0 });

invariant("S11: an update makes it one that completes only by time", () => !updated || timeout.off === 0);
invariant("S11: after an update every arming has the new time", () => !updated || timeout.armed_with === "new");
invariant(
  "S1: in the end there was a last shot, unless an update made it endless",
  () => !finished(owner) || updated || (timeout.cqes === 1 && atomic_read(ring.refs) === 0),
);

expect(version === "before" ? violates("invariant", { property: "S11: after an update every arming has the new time" }) : verified());
