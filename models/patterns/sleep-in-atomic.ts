// Sleeping in atomic context: an allocation that may sleep (GFP_KERNEL) where preemption is disabled.
// It may have to wait for memory, and then the CPU is given away in the middle of the section. The repair is to allocate before.
// lockdep's wait types do not know preempt_disable(); the kernel says "BUG: sleeping function called from invalid context".
import {
  atomic_inc,
  atomic_read,
  atomic_t,
  choose,
  expect,
  finished,
  int,
  invariant,
  might_sleep,
  preempt_disable,
  preempt_enable,
  reachable,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

const allocated = atomic_t(0, 2);
let freed = int(0, 2);
let cached = int(0, 1); // a per-CPU cache for one object; preemption off is its only protection

/** With GFP_KERNEL; true when there was memory. */
function kmalloc(): boolean {
  might_sleep();
  const success = choose(true, false);
  if (success) atomic_inc(allocated);
  return success;
}

function fill_cache() {
  if (version === "broken") {
    preempt_disable();
    if (cached === 0) {
      if (kmalloc()) cached = cached + 1;
    }
    preempt_enable();
  } else {
    const object = kmalloc();
    preempt_disable();
    if (object) {
      if (cached === 0) cached = cached + 1;
      else freed = freed + 1;
    }
    preempt_enable();
  }
}

const one = task("one", fill_cache, { cpu: 0 });
const two = task("two", fill_cache, { cpu: 0 });

reachable("the cache is filled", () => cached === 1);
invariant("nothing leaks", () => !finished(one) || !finished(two) || atomic_read(allocated) === cached + freed);

expect(version === "broken" ? violates("sleep-in-atomic", { in: "kmalloc" }) : verified());
