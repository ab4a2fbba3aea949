// "io_uring: fix link lookup racing with link timeout", 9a472ef7a369 (2020).
// Somebody who looks for the requests of a task walks along a chain, element by element, without a lock. Meanwhile the linked timeout in it expires,
// takes itself out of the chain, completes and is freed.
// Breaks S6 (nothing is touched after it was freed) and S9 (a chain is walked under timeout_lock or uring_lock).
// A master that stays under way, its linked timeout, so many requests as `size` says; the owner, the callback, the walker; 3 CPUs.
import {
  assert,
  atomic_read,
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  invariant,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_match_task_safe } from "../lib/chains.js";
import { io_init_req } from "../lib/complete.js";
import { chain_is_whole, io_link_timeout_prep, io_prep_linked_timeout, io_queue_linked_timeout, link_behind } from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const BEHIND = param("size", 1, { min: 1, max: 3 });
const version = variant("before", "after");
revert(version, { before: ["9a472ef7a369"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);
let submitted = bool();

function io_queue_sqe() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(master);
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
}

function application() {
  mutex_lock(ring.uring_lock);
  io_queue_sqe();
  mutex_unlock(ring.uring_lock);
  submitted = true;
  io_cqring_wait(ring, 1); // the linked timeout
}

function io_uring_cancel_files() {
  while (!submitted) cpu_relax();
  const matched = io_match_task_safe(master);
  assert(!matched, "nothing of the chain is in flight");
}

const owner = task("application", application, { cpu: 0 });
task("exiting", io_uring_cancel_files, { cpu: 2 });

invariant("S9: the chain keeps what is behind its linked timeout", () => chain_is_whole(master, link, behind[0]));
invariant("S7: in the end the master alone keeps the ring", () => !finished(owner) || atomic_read(ring.refs) === 1);

eventually("L1, L5: the linked timeout completes, and its waiter returns", () => finished(owner));

expect(version === "before" ? violates("use-after-free", { in: "io_match_linked" }) : verified());
