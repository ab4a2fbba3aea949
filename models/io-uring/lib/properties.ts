// What holds for every request of every model that imports this, under the numbers of the properties of docs/io-uring.md.
// S3 and S8 need no line: touching a list that one may not touch, and queueing task work twice, are the fault list-corruption.

import { hrtimer_active, hrtimer_is_queued, invariant, list_contains, list_empty, objects, spin_is_locked } from "lockproof/dsl";
import { io_kiocb } from "./ring.js";

invariant("S1: a request completes at most once", () => objects(io_kiocb).every((req) => req.cqes <= 1));

invariant("S2: what has completed is not armed", () =>
  objects(io_kiocb).every((req) => req.cqes === 0 || (list_empty(req.list) && !hrtimer_is_queued(req.timer))),
);

invariant("S4: an armed timeout has a timer that is queued or running", () =>
  objects(io_kiocb).every(
    (req) => spin_is_locked(req.ctx.timeout_lock) || !list_contains(req.ctx.timeout_list, req) || hrtimer_active(req.timer),
  ),
);

invariant("S4: a queued timer is that of an armed timeout", () =>
  objects(io_kiocb).every((req) => !hrtimer_is_queued(req.timer) || !list_empty(req.list)),
);

invariant("S10: a sequenced timeout completes with 0 only after its completions", () =>
  objects(io_kiocb).every(
    (req) => req.opcode !== "TIMEOUT" || req.off === 0 || req.cqes === 0 || req.res !== "0" || req.ctx.events >= req.events_wanted,
  ),
);
