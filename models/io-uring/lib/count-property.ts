// When a sequenced timeout may complete. Apart from the other properties, since it does not hold when two timeouts without a sequence expire before
// one completion: open-questions/h1-counters-apart.ts.

import { invariant, objects } from "lockproof/dsl";
import { io_kiocb } from "./ring.js";

invariant("S10: a sequenced timeout completes with 0 only after its completions", () =>
  objects(io_kiocb).every(
    (req) => req.opcode !== "TIMEOUT" || req.off === 0 || req.cqes === 0 || req.res !== "0" || req.ctx.events >= req.events_wanted,
  ),
);
