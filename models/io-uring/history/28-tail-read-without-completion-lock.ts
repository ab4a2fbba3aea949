// "annotate data race in io_flush_timeouts", 42b12cb5fd45.
// A flush reads the tail without completion_lock, so it may see an older value than the newest one; the commit says that this is benign.
// It is, for S10, since the read stands under timeout_lock (ea011ee10231): there nobody reads less than the flush before. Read before the lock, a
// flush may come with a count older than that of the last flush; their difference wraps, and a sequenced timeout completes at once.
// Breaks S10 (before). `size` and one more workers, a completion by each; a timeout for all of them, or for one more; counters modulo 8; 3 CPUs.
import {
  atomic_inc,
  atomic_read,
  atomic_t,
  bool,
  choose,
  cpu_relax,
  eventually,
  expect,
  int,
  LIST_HEAD,
  param,
  spin_lock,
  spin_unlock,
  task,
  tasks,
  variant,
  verified,
  violates,
  wrap,
} from "lockproof/dsl";
import { io_init_req } from "../lib/complete.js";
import { io_kiocb, io_ring_ctx, U32 } from "../lib/ring.js";
import { io_run_local_work } from "../lib/task-work.js";
import { io_flush_killed_timeouts, io_timeout, kill_due } from "../lib/timeout.js";
import { timeout_lock_irq, timeout_unlock_irq } from "../lib/timeout-lock.js";
import "../lib/count-property.js";
import "../lib/properties.js";

const SIZE = param("size", 1, { min: 1, max: 2 });
const WORKERS = SIZE + 1;
const version = variant("before", "after");

const ring = new io_ring_ctx("no deferred task work", null, 0);
const timeout = new io_kiocb(ring, "TIMEOUT", 0, false);
const flushes = atomic_t(0, WORKERS);
let submitted = bool();
let tail_of_last_flush = int(0, 4); // counted: what the last holder of timeout_lock read, which whoever takes the lock next sees at least

/** A weak read: any value that the tail had since the reader saw it last. */
const read_tail = (seen: number): number => {
  const value = ring.cached_cq_tail - choose(0, 1, 2);
  return value > seen ? value : seen;
};

function io_flush_timeouts(posted: number) {
  const killed = LIST_HEAD<io_kiocb>("list");
  let seq = 0;
  if (version === "before") seq = read_tail(posted);
  timeout_lock_irq(ring);
  if (version === "after") seq = read_tail(posted > tail_of_last_flush ? posted : tail_of_last_flush);
  tail_of_last_flush = seq;
  kill_due(ring, wrap(seq - ring.cq_timeouts, U32), killed);
  timeout_unlock_irq(ring);
  io_flush_killed_timeouts(killed, "0");
}

function io_req_complete_post() {
  while (!submitted) cpu_relax();
  spin_lock(ring.completion_lock);
  ring.cached_cq_tail = ring.cached_cq_tail + 1;
  const posted = ring.cached_cq_tail;
  ring.events = ring.events + 1;
  spin_unlock(ring.completion_lock);
  io_flush_timeouts(posted);
  atomic_inc(flushes);
}

function application() {
  timeout.off = choose(WORKERS, WORKERS + 1);
  io_init_req(timeout);
  io_timeout(timeout);
  submitted = true;
  while (atomic_read(flushes) < WORKERS) cpu_relax();
  io_run_local_work(ring);
}

task("application", application);
tasks("iou-wrk", WORKERS, io_req_complete_post);

eventually("L1: one of those who race sees the right value", () => timeout.cqes === 1 || timeout.off > WORKERS);

expect(
  version === "before"
    ? violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" })
    : verified(),
);
