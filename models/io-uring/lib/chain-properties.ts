// What holds for the chains of every model that imports this, under the numbers of models/README.md. Once a chain is issued it is changed under
// completion_lock or timeout_lock, and is as it should be whenever both are free.

import { invariant, is_allocated, objects, spin_is_locked } from "lockproof/dsl";
import { io_kiocb, type io_ring_ctx } from "./ring.js";

const is_changing = (ctx: io_ring_ctx) => spin_is_locked(ctx.timeout_lock) || spin_is_locked(ctx.completion_lock);

/** Else it would be issued, or cancelled, twice. */
invariant("S9: a request is linked behind one other at most", () =>
  objects(io_kiocb).every(
    (req) =>
      !is_allocated(req) ||
      req.link === null ||
      is_changing(req.ctx) ||
      objects(io_kiocb).every((other) => other === req || !is_allocated(other) || other.link !== req.link),
  ),
);

invariant("S9: the master that a prepared linked timeout knows has it in its chain", () =>
  objects(io_kiocb).every((link) => {
    const master = link.head;
    return (
      !is_allocated(link) || !link.refcounted || master === null || is_changing(link.ctx) || (is_allocated(master) && master.link === link)
    );
  }),
);

/** Nobody else cancels a master here. */
invariant("S11: a linked timeout that says so has cancelled its master", () =>
  objects(io_kiocb).every((link) => {
    const master = link.prev;
    return !is_allocated(link) || link.cqes === 0 || link.res !== "-ETIME" || master === null || master.res === "-ECANCELED";
  }),
);

invariant("S9: a linked timeout that was not prepared is next in its chain", () =>
  objects(io_kiocb).every((req) => !is_allocated(req) || !req.arm_ltimeout || is_changing(req.ctx) || req.link !== null),
);
