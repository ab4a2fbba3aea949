// "io_uring/eventfd: ensure io_eventfd_signal() defers another RCU period", c9a40292a44e (2025-01), CVE-2025-21655.
// The RCU callback of a deferred signal dropped the last reference to the eventfd's holder and freed it at once. Its own grace period is over, but
// a reader that came later may still have the pointer.
// Breaks S6 (nothing is touched after it was freed).
// One holder; a signaller that defers, so many others as `size` says, the task that unregisters, RCU callbacks; a CPU for each.
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  is_allocated,
  param,
  reachable,
  revert,
  task,
  tasks,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { eventfd_of_ring, io_ev_fd, io_eventfd_signal_by_rcu, io_eventfd_unregister } from "../lib/eventfd.js";

const SIGNALLERS = param("size", 1, { min: 1, max: 2 });
const version = variant("before", "after");
revert(version, { before: ["c9a40292a44e"], after: [] });

const holder = new io_ev_fd();
const ring = new eventfd_of_ring();
let registered = bool();

function application() {
  ring.io_ev_fd = holder; // io_eventfd_register()
  registered = true;
  io_eventfd_unregister(ring);
}

function io_req_local_work_add(in_eventfd: boolean) {
  while (!registered) cpu_relax();
  io_eventfd_signal_by_rcu(ring, in_eventfd);
}

const app = task("application", application);
task("in eventfd", () => io_req_local_work_add(true));
tasks("signaller", SIGNALLERS, () => io_req_local_work_add(false));

reachable("all signal", () => is_allocated(holder) && holder.signals === SIGNALLERS + 1);
eventually("L1: the holder is freed", () => finished(app) && !is_allocated(holder));
expect(version === "before" ? violates("use-after-free", { in: "io_eventfd_signal_by_rcu" }) : verified());
