// H2: does a timeout that is submitted while the counters are apart (see H1) complete too early?
// Another timeout has expired and counted itself; its CQE is still to come. A sequenced timeout that is submitted now takes tail - cq_timeouts for its
// base, which is one too low, so the other timeout's own CQE, when it is posted, counts as the completion that it waits for.
// One sequenced timeout that waits for one completion, one timeout without a sequence, no completion at all; counters modulo 8; 1 CPU.
// Answer: yes, within this model; docs/findings/h2.md has the interleaving, and what follows from it and what does not.
import { expect, mutex_lock, mutex_unlock, task, violates } from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait, io_run_local_work } from "../lib/task-work.js";
import { io_timeout } from "../lib/timeout.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const ring = new io_ring_ctx();
const other = new io_kiocb(ring, "TIMEOUT", 0);
const sequenced = new io_kiocb(ring, "TIMEOUT", 0, false);

function io_uring_enter() {
  mutex_lock(ring.uring_lock);
  io_init_req(other);
  io_timeout(other);
  io_init_req(sequenced);
  sequenced.off = 1;
  io_timeout(sequenced);
  mutex_unlock(ring.uring_lock);
  io_cqring_wait(ring, 1);
  io_run_local_work(ring);
}

task("application", io_uring_enter, { cpu: 0 });

expect(violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" }));
