// The end of a ring (io_uring/io_uring.c).

import type { io_ring_ctx } from "./ring.js";
import { io_kill_timeouts } from "./timeout.js";

/** Left out: requests of other kinds are cancelled, too, and the fallback worker is waited for, which only takes interleavings away. */
export function io_uring_try_cancel_requests(ctx: io_ring_ctx): boolean {
  return io_kill_timeouts(ctx);
}
