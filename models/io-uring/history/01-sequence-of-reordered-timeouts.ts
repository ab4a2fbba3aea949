// "io_uring: correct timeout req sequence when inserting a new entry", a1f58ba46f79 (2019).
// A timeout's own CQE counts in the sequence, too. One that is put before others lets each of them wait for one CQE more; the sequences were left
// as they were, so a timeout for two completions and then one for one completion got the same sequence, and the second one came too late.
// Breaks S5 (the list is in the order of sequences, no two the same) and S10.
// Two sequenced timeouts, two completions; one task, without concurrency; 1 CPU.
import { expect, int, invariant, pool, task, variant, verified, violates } from "lockproof/dsl";

const version = variant("before", "after");

class io_kiocb {
  sequence = int(0, 4); // the CQE after which it completes
  done = int(0, 1);
}
const timeouts = pool(io_kiocb, 2); // the first waits for two completions, the second for one
let cached_sq_head = int(0, 4);
let cached_cq_tail = int(0, 4);
let second_first = int(0, 1); // the order of timeout_list
let events = int(0, 2); // counted: CQEs of requests other than timeouts

/** With two timeouts the walk over the list is one comparison. */
function submit_first() {
  cached_sq_head = cached_sq_head + 1;
  timeouts[0].sequence = cached_sq_head + 2 - 1;
}

function submit_second() {
  cached_sq_head = cached_sq_head + 1;
  const sequence = cached_sq_head + 1 - 1;
  let span = 0;
  if (version === "before") {
    if (sequence < timeouts[0].sequence) second_first = 1;
  } else if (sequence <= timeouts[0].sequence) {
    second_first = 1;
    span = 1;
    timeouts[0].sequence = timeouts[0].sequence + 1;
  }
  timeouts[1].sequence = sequence - span;
}

/** Completes the timeout when its sequence has come. */
function io_commit_cqring(first: io_kiocb, second: io_kiocb) {
  if (first.done === 0) {
    if (first.sequence !== cached_cq_tail) return;
    first.done = 1;
    cached_cq_tail = cached_cq_tail + 1;
  }
  if (second.done === 1 || second.sequence !== cached_cq_tail) return;
  second.done = 1;
  cached_cq_tail = cached_cq_tail + 1;
}

function nop() {
  cached_cq_tail = cached_cq_tail + 1;
  if (second_first === 1) io_commit_cqring(timeouts[1], timeouts[0]);
  else io_commit_cqring(timeouts[0], timeouts[1]);
  events = events + 1;
}

function application() {
  submit_first();
  submit_second();
  nop();
  nop();
}

task("application", application, { cpu: 0 });

invariant(
  "S10: a sequenced timeout has completed after its completions",
  () => (events < 1 || timeouts[1].done === 1) && (events < 2 || timeouts[0].done === 1),
);

expect(
  version === "before" ? violates("invariant", { property: "S10: a sequenced timeout has completed after its completions" }) : verified(),
);
