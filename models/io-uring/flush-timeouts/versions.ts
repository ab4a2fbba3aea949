// The ring of these models, in three versions of the kernel. It has an eventfd.
//   before   without 020b40f35624 ("make ctx->timeout_lock a raw spinlock"): timeout_lock is a spinlock_t, taken under io-wq's raw lock
//   buggy    with it: timeout_lock is raw, and task work, with its eventfd signal, is queued under it
//   fixed    with a9c83a0ab66a ("flush timeouts outside of the timeout lock"), too: killed timeouts go to a private list first

import { revert, variant } from "lockproof/dsl";
import { eventfd_ctx } from "../../lib/eventfd.js";
import { io_ring_ctx } from "../lib/ring.js";

export const version = variant("before", "buggy", "fixed");
revert(version, { before: ["020b40f35624", "a9c83a0ab66a"], buggy: ["a9c83a0ab66a"], fixed: [] });

export const ev_fd = new eventfd_ctx();
export const ring = new io_ring_ctx("default", ev_fd);
