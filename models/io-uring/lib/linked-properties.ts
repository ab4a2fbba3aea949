// What holds for linked timeouts and their masters; S6 and S7 need no line: touching what is freed, and a count that goes below zero or up from
// it, are faults.

import { invariant, is_allocated, objects } from "lockproof/dsl";
import { io_kiocb } from "./ring.js";

invariant("S1: a request completes at most once", () => objects(io_kiocb).every((req) => !is_allocated(req) || req.cqes <= 1));
