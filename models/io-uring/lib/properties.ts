// What holds for every request of every model that imports this, under the numbers of models/README.md. No line is needed for what is a fault in
// every model: S3 and S8 (list-corruption, and the lockdep_assert_held() of this library), S6 (use-after-free), S7 (refcount), S9 (the same
// assertions), W1 (wait-context), W2, W4 and D1 (circular-wait), W3 (both, and sleep-in-atomic).

import {
  hrtimer_active,
  hrtimer_is_queued,
  invariant,
  is_allocated,
  list_contains,
  list_first_entry_or_null,
  objects,
  spin_is_locked,
  wrap,
} from "lockproof/dsl";
import { io_kiocb, U32 } from "./ring.js";

const is_armed = (req: io_kiocb) => list_contains(req.ctx.timeout_list, req) || list_contains(req.ctx.ltimeout_list, req);

invariant("S1: a request completes at most once", () => objects(io_kiocb).every((req) => !is_allocated(req) || req.cqes <= 1));

invariant("S2: what has completed is not armed", () =>
  objects(io_kiocb).every((req) => req.cqes === 0 || !is_allocated(req) || (!is_armed(req) && !hrtimer_is_queued(req.timer))),
);

invariant("S4: an armed timeout has a timer that is queued or running", () =>
  objects(io_kiocb).every((req) => !is_armed(req) || spin_is_locked(req.ctx.timeout_lock) || hrtimer_active(req.timer)),
);

/** A linked timeout is started first, both under timeout_lock. */
invariant("S4: a queued timer is that of an armed timeout", () =>
  objects(io_kiocb).every(
    (req) => !hrtimer_is_queued(req.timer) || is_armed(req) || (req.opcode === "LINK_TIMEOUT" && spin_is_locked(req.ctx.timeout_lock)),
  ),
);

/** Both wait for completions: how far their targets are from the last flush. One whose callback runs may be behind it. */
const is_due_first = (first: io_kiocb, other: io_kiocb) =>
  wrap(first.target_seq - first.ctx.cq_last_tm_flush, U32) <= wrap(other.target_seq - first.ctx.cq_last_tm_flush, U32);

invariant("S5: the first timeout of the list is the first sequenced one that is due", () =>
  objects(io_kiocb).every(
    (first) =>
      first !== list_first_entry_or_null(first.ctx.timeout_list) ||
      spin_is_locked(first.ctx.timeout_lock) ||
      !hrtimer_is_queued(first.timer) ||
      objects(io_kiocb).every(
        (other) =>
          !list_contains(first.ctx.timeout_list, other) ||
          other.off === 0 ||
          other.kind === "multishot" ||
          (first.off > 0 && first.kind !== "multishot" && (!hrtimer_is_queued(other.timer) || is_due_first(first, other))),
      ),
  ),
);

invariant("S11: a request has one of the results of its kind", () =>
  objects(io_kiocb).every(
    (req) =>
      !is_allocated(req) ||
      req.cqes === 0 ||
      (req.opcode === "NOP" && (req.res === "0" || req.res === "-ECANCELED")) ||
      (req.opcode === "TIMEOUT" && (req.res === "-ETIME" || req.res === "0" || req.res === "-ECANCELED")) ||
      (req.opcode === "LINK_TIMEOUT" && req.res !== "0"),
  ),
);
