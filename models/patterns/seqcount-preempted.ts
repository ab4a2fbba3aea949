// A seqcount is written under a mutex, which keeps other writers out and leaves preemption on. A reader that preempts the writer on its CPU finds
// the count odd, and looks again for as long as it runs: if the scheduler prefers it to the writer, for ever. So the kernel asks that whoever writes
// a seqcount_t has preemption disabled. The repair disables it around the section.
// The kernel warns by lockdep_assert_preemption_disabled (include/linux/seqlock.h), under a lockdep that has nothing else to say.

import {
  expect,
  finished,
  int,
  invariant,
  lockdep,
  mutex,
  mutex_lock,
  mutex_unlock,
  preempt_disable,
  preempt_enable,
  reachable,
  read_seqcount_begin,
  read_seqcount_retry,
  seqcount_t,
  task,
  variant,
  verified,
  violates,
  write_seqcount_begin,
  write_seqcount_end,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const config_lock = mutex(); // survives mutation: a spinlock disables preemption, too, which is another repair
const config_seq = seqcount_t();
let width = int(0, 2);
let height = int(0, 2);
let shown_width = int(0, 2);
let shown_height = int(0, 2);

function resize(size: number) {
  mutex_lock(config_lock);
  if (version === "fixed") preempt_disable();
  write_seqcount_begin(config_seq);
  width = size;
  height = size;
  write_seqcount_end(config_seq);
  if (version === "fixed") preempt_enable(); // survives mutation: mutex_unlock may be called with preemption disabled
  mutex_unlock(config_lock);
}

function show() {
  let seq = 0;
  let w = 0;
  let h = 0;
  do {
    seq = read_seqcount_begin(config_seq);
    w = width;
    h = height;
  } while (read_seqcount_retry(config_seq, seq));
  shown_width = w;
  shown_height = h;
}

task("grow", () => resize(2), { cpu: 0 });
task("shrink", () => resize(1), { cpu: 1 });
const reader = task("show", show, { cpu: 0 });

invariant("what is shown is of one size", () => !finished(reader) || shown_width === shown_height);
reachable("the new size is shown", () => finished(reader) && shown_width === 2);

expect(
  version === "broken" ? violates("context-assertion", { in: "resize" }) : verified(),
  version === "broken" ? lockdep("context-assertion", { in: "resize" }) : lockdep("silent"),
);
