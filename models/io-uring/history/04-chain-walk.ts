// "io_uring: fix link lookup racing with link timeout", 9a472ef7a369 (2020).
// Somebody who looks for the requests of a task walks along a chain, element by element, without a lock. Meanwhile the linked timeout in it expires,
// takes itself out of the chain, completes and is freed.
// Breaks S6 (nothing is touched after it was freed) and S9 (a chain is walked under timeout_lock or uring_lock).
// A chain of three; the walker, the callback with its task work; 2 CPUs.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
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

const timeout_lock = spinlock_t("&ctx->completion_lock"); // what guarded timeouts in those days

class io_kiocb {
  constructor(readonly inflight = false) {}
  link = ref<io_kiocb>();
}
const tail = new io_kiocb(true);
const ltimeout = new io_kiocb();
const master = new io_kiocb();

class io_timeout_data {
  spliced = bool();
  timer = hrtimer(io_link_timeout_fn, { cpu: 1 });
}
const data = new io_timeout_data();

function io_link_timeout_fn(expired: io_timeout_data): hrtimer_restart {
  const flags = spin_lock_irqsave(timeout_lock);
  master.link = ltimeout.link;
  ltimeout.link = null;
  expired.spliced = true;
  spin_unlock_irqrestore(timeout_lock, flags);
  kfree(ltimeout); // its completion was the last that needed it
  return HRTIMER_NORESTART;
}

/** True when a request of the chain is in flight: then the caller waits for it. */
function io_match_task(head: io_kiocb): boolean {
  let req: io_kiocb | null = head;
  while (req !== null) {
    if (req.inflight) return true;
    req = req.link;
  }
  return false;
}

function io_uring_cancel_files() {
  if (version === "after") spin_lock_irq(timeout_lock);
  io_match_task(master);
  if (version === "after") spin_unlock_irq(timeout_lock);
}

task(
  "application",
  () => {
    master.link = ltimeout;
    ltimeout.link = tail;
    hrtimer_start(data.timer);
    io_uring_cancel_files();
  },
  { cpu: 0 },
);

expect(version === "before" ? violates("use-after-free", { in: "io_match_task" }) : verified());
