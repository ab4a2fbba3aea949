// "io_uring: fix io_prep_async_link locking", 44eff40a32e8 (2021-07).
// A chain that goes to io-wq is prepared for it, element by element, without a lock, although the linked timeout in it may be armed already: it
// expires, takes itself out of the chain, completes and is freed.
// Breaks S6 (nothing is touched after it was freed) and S9 (a chain is walked under timeout_lock or uring_lock).
// A chain of three; the submitter that prepares, the callback with its task work; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  finished,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  invariant,
  kfree,
  ref,
  spin_lock_irq,
  spin_lock_irqsave,
  spin_unlock_irq,
  spin_unlock_irqrestore,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

const timeout_lock = spinlock_t("&ctx->timeout_lock");

class io_kiocb {
  link = ref<io_kiocb>();
  prepared = bool(); // its work item can be queued
}
const tail = new io_kiocb();
const ltimeout = new io_kiocb();
const master = new io_kiocb();

class io_timeout_data {
  timer = hrtimer(io_link_timeout_fn, { cpu: 1 });
}
const data = new io_timeout_data();

function io_link_timeout_fn(_expired: io_timeout_data): hrtimer_restart {
  const flags = spin_lock_irqsave(timeout_lock);
  master.link = ltimeout.link;
  ltimeout.link = null;
  spin_unlock_irqrestore(timeout_lock, flags);
  kfree(ltimeout); // its completion was the last that needed it
  return HRTIMER_NORESTART;
}

function io_prep_async_link(head: io_kiocb) {
  if (version === "after") spin_lock_irq(timeout_lock);
  let cur: io_kiocb | null = head;
  while (cur !== null) {
    cur.prepared = true;
    cur = cur.link;
  }
  if (version === "after") spin_unlock_irq(timeout_lock);
}

const application = task(
  "application",
  () => {
    master.link = ltimeout;
    ltimeout.link = tail;
    hrtimer_start(data.timer);
    io_prep_async_link(master);
  },
  { cpu: 0 },
);

invariant("S9: the whole chain is prepared", () => !finished(application) || tail.prepared);

expect(version === "before" ? violates("use-after-free", { in: "io_prep_async_link" }) : verified());
