// A request completes in an interrupt, and its last part is left to the task that made it: task work. When the task closes the file it keeps the
// interrupt away and frees the request. The broken version forgets the work that has been added and has not run yet: the list of the task's work
// goes through memory that is gone. The repair runs it first.
// lockdep: silent, no lock is wrong.

import {
  __GFP_NOFAIL,
  disable_irq,
  expect,
  finished,
  GFP_KERNEL,
  hardirq,
  int,
  invariant,
  kfree,
  kmem_cache,
  kzalloc,
  reachable,
  ref,
  TWA_SIGNAL,
  task,
  task_work,
  task_work_add,
  task_work_run,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class request {
  readonly work = task_work(complete_request);
}
const requests = kmem_cache(request, 1);
let inflight = ref<request>();
let completed = int(0, 1);

function complete_request(_req: request) {
  completed = completed + 1;
}

function read_file() {
  inflight = kzalloc(requests, GFP_KERNEL, __GFP_NOFAIL);
  close_file();
}

function close_file() {
  disable_irq(device);
  if (version === "fixed") task_work_run();
  const req = inflight;
  inflight = null;
  if (req !== null) kfree(req);
}

function device_done() {
  const req = inflight;
  if (req !== null) task_work_add(reader, req.work, TWA_SIGNAL);
}

const reader = task("reader", read_file);
const device = hardirq("device", device_done);

invariant("a request completes once", () => completed <= 1);
invariant("a closed file has no request", () => !finished(reader) || inflight === null);
reachable("a request completes", () => completed === 1);

expect(version === "broken" ? violates("free-active", { in: "close_file" }) : verified());
