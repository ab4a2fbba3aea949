// "io_uring: fix io_prep_async_link locking", 44eff40a32e8 (2021-07).
// A chain that goes to io-wq is prepared for it, element by element, without a lock, although the linked timeout in it may be armed already: it
// expires and takes itself out of the chain.
// Breaks S9 (a chain is walked under timeout_lock or uring_lock): what is behind the linked timeout is not prepared.
// A master that stays under way, its linked timeout, one request more than `size` says; the owner that prepares, the callback; 2 CPUs.
import {
  atomic_read,
  eventually,
  expect,
  finished,
  invariant,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  param,
  pool,
  reachable,
  revert,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { io_prep_async_link } from "../lib/chains.js";
import { io_init_req } from "../lib/complete.js";
import { io_link_timeout_prep, io_prep_linked_timeout, io_queue_linked_timeout, link_behind } from "../lib/link-timeout.js";
import { io_kiocb, io_ring_ctx } from "../lib/ring.js";
import { io_cqring_wait } from "../lib/task-work.js";
import "../lib/chain-properties.js";
import "../lib/properties.js";

const SIZE = param("size", 1, { min: 1, max: 3 });
const BEHIND = SIZE + 1;
const version = variant("before", "after");
revert(version, { before: ["44eff40a32e8"], after: [] });

const ring = new io_ring_ctx("no sequenced timeouts");
const master = new io_kiocb(ring, "NOP", 0, false);
const link = new io_kiocb(ring, "LINK_TIMEOUT", 1);
const behind = pool(io_kiocb, BEHIND, ring, "NOP", 0, false);

function io_queue_async_work() {
  lockdep_assert_held(ring.uring_lock);
  io_init_req(master);
  io_init_req(link);
  io_link_timeout_prep(link, master);
  link_behind(link, behind);
  const linked_timeout = io_prep_linked_timeout(master);
  if (linked_timeout !== null) io_queue_linked_timeout(linked_timeout);
  io_prep_async_link(master);
}

function application() {
  mutex_lock(ring.uring_lock);
  io_queue_async_work();
  mutex_unlock(ring.uring_lock);
  io_cqring_wait(ring, 1); // the linked timeout
}

const owner = task("application", application, { cpu: 0 });

invariant("S9: the whole chain is prepared", () => !finished(owner) || behind.every((req) => req.prepared));
invariant("S7: in the end the master alone keeps the ring", () => !finished(owner) || atomic_read(ring.refs) === 1);
reachable("the walk ends", () => finished(owner));

eventually("L1, L5: the linked timeout completes, and its waiter returns", () => finished(owner));

expect(version === "before" ? violates("invariant", { property: "S9: the whole chain is prepared" }) : verified());
