// "io_uring/tw: serialize ctx->retry_llist with ->uring_lock", 17666e2d7592 (2026-04).
// A run of local work that has done enough leaves the rest on retry_llist. The ring's exit moved that list to the fallback worker without uring_lock,
// also while a runner took from it.
// Breaks S8 (task work is queued once) and S1: the list and the work on it go to both.
// Two items of task work; a runner that does one at a time, the exit worker; 2 CPUs.
import { expect, int, invariant, mutex, mutex_lock, mutex_unlock, pool, ref, task, variant, verified, violates } from "lockproof/dsl";

const version = variant("before", "after");

class io_kiocb {
  next = ref<io_kiocb>(); // io_task_work.node
  ran = int(0, 2);
}
const reqs = pool(io_kiocb, 2);

const uring_lock = mutex("&ctx->uring_lock");
let retry_llist = ref<io_kiocb>(); // a plain list: uring_lock is all it has
let fallback_llist = ref<io_kiocb>();

/** Runs one item, under uring_lock. */
function __io_run_local_work() {
  const req = retry_llist;
  if (req === null) return;
  retry_llist = req.next;
  req.next = null;
  req.ran = req.ran + 1;
}

function io_run_local_work() {
  mutex_lock(uring_lock);
  reqs[0].next = reqs[1];
  retry_llist = reqs[0]; // what the run before left
  mutex_unlock(uring_lock);
  mutex_lock(uring_lock);
  __io_run_local_work();
  mutex_unlock(uring_lock);
}

function io_move_task_work_from_local() {
  if (version === "after") mutex_lock(uring_lock);
  const node = retry_llist; // llist_del_all()
  retry_llist = null;
  fallback_llist = node;
  if (version === "after") mutex_unlock(uring_lock);
}

function io_fallback_req_func() {
  // survives mutation: what is on fallback_llist has left retry_llist, and the lock for its task work has no other user here
  mutex_lock(uring_lock);
  let req = fallback_llist;
  fallback_llist = null;
  while (req !== null) {
    const next: io_kiocb | null = req.next;
    req.ran = req.ran + 1;
    req = next;
  }
  mutex_unlock(uring_lock);
}

task("application", io_run_local_work, { cpu: 0 });
task(
  "exit_work",
  () => {
    io_move_task_work_from_local();
    io_fallback_req_func();
  },
  { cpu: 1 },
);

invariant("S1: task work runs once", () => reqs.every((req) => req.ran <= 1));

expect(version === "before" ? violates("invariant", { property: "S1: task work runs once" }) : verified());
