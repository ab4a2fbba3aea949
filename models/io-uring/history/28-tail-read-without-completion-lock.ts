// "annotate data race in io_flush_timeouts", 42b12cb5fd45.
// A flush reads the tail without completion_lock, so it may see an older value than the newest one; the commit says that this is benign.
// It is, for S10, since the read stands under timeout_lock (ea011ee10231): there nobody reads less than the flush before. Read before the lock, a
// flush may come with a count older than that of the last flush; their difference wraps, and all sequenced timeouts complete at once.
// Breaks S10 (before). Sequenced timeouts for two and for three completions; two completions by two workers; counters modulo 8; 2 CPUs.
import {
  choose,
  expect,
  finished,
  int,
  invariant,
  pool,
  raw_spin_lock_irq,
  raw_spin_unlock_irq,
  raw_spinlock_t,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
  wrap,
  wrapping,
} from "lockproof/dsl";

const version = variant("before", "after");

const U32 = 8;

const completion_lock = spinlock_t("&ctx->completion_lock");
const timeout_lock = raw_spinlock_t("&ctx->timeout_lock");
let cached_cq_tail = int(0, 2); // under completion_lock
let tail_of_last_flush = int(0, 2); // counted: what the last holder of timeout_lock read, which whoever takes the lock next sees at least
let cq_last_tm_flush = wrapping(U32);

class io_kiocb {
  done = int(0, 1);
}
const timeouts = pool(io_kiocb, 2); // the first waits for two completions, the second for three

/** A weak read: any value that the tail had since the reader saw it last. */
const read_tail = (seen: number): number => {
  let value = cached_cq_tail;
  if (value > seen && choose(true, false)) value = value - 1; // two completions: there is no more than one in between
  return value;
};

function io_flush_timeouts(posted: number) {
  let seq = 0;
  if (version === "before") seq = read_tail(posted);
  raw_spin_lock_irq(timeout_lock);
  if (version === "after") seq = read_tail(posted > tail_of_last_flush ? posted : tail_of_last_flush);
  tail_of_last_flush = seq;
  const events_got = wrap(seq - cq_last_tm_flush, U32);
  if (events_got >= wrap(2 - cq_last_tm_flush, U32)) timeouts[0].done = 1;
  if (events_got >= wrap(3 - cq_last_tm_flush, U32)) timeouts[1].done = 1;
  cq_last_tm_flush = seq;
  raw_spin_unlock_irq(timeout_lock);
}

function io_req_complete_post() {
  spin_lock(completion_lock);
  cached_cq_tail = cached_cq_tail + 1;
  const posted = cached_cq_tail;
  spin_unlock(completion_lock);
  io_flush_timeouts(posted);
}

const one = task("iou-wrk-1", io_req_complete_post, { cpu: 0 });
const two = task("iou-wrk-2", io_req_complete_post, { cpu: 1 });

invariant(
  "S10: a sequenced timeout completes with 0 only after its completions",
  () => timeouts[1].done === 0 && (timeouts[0].done === 0 || cached_cq_tail === 2),
);
invariant("one of those who race sees the right value", () => !finished(one) || !finished(two) || timeouts[0].done === 1);

expect(
  version === "before"
    ? violates("invariant", { property: "S10: a sequenced timeout completes with 0 only after its completions" })
    : verified(),
);
