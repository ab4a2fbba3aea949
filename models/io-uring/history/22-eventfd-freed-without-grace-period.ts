// "io_uring/eventfd: ensure io_eventfd_signal() defers another RCU period", c9a40292a44e (2025-01), CVE-2025-21655.
// The RCU callback of a deferred signal dropped the last reference to the eventfd's holder and freed it at once. Its own grace period is over, but
// a reader that came later may still have the pointer.
// Breaks S6 (nothing is touched after it was freed).
// One holder; a signaller that defers, another one that reads, the task that unregisters, RCU callbacks; grace periods as waiting for readers; 4 CPUs.
import {
  bool,
  cpu_relax,
  eventually,
  expect,
  finished,
  int,
  is_allocated,
  kfree,
  pool,
  ref,
  refcount_dec_and_test,
  refcount_inc_not_zero,
  refcount_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

class io_ev_fd {
  refs = refcount_t(3, 1); // the ring's
  signals = int(0, 2);
}
const holder = new io_ev_fd();

let ctx_io_ev_fd = ref<io_ev_fd>();
let registered = bool();

/** One read-side section of one reader. */
class reader {
  reads = bool();
}
const readers = pool(reader, 2);
let deferred = bool(); // call_rcu(io_eventfd_do_signal)
let first_done = bool();

/** A grace period: every reader has been seen outside its section. */
function synchronize_rcu() {
  while (readers[0].reads) cpu_relax();
  while (readers[1].reads) cpu_relax();
}

/** Frees after a grace period, as call_rcu(io_eventfd_free) does. */
function io_eventfd_put(ev: io_ev_fd) {
  if (!refcount_dec_and_test(ev.refs)) return;
  synchronize_rcu();
  kfree(ev);
}

/** Inside an eventfd already: the signal is left to an RCU callback, which has the reference. */
function io_eventfd_signal_deferred() {
  while (!registered) cpu_relax();
  readers[0].reads = true;
  const ev = ctx_io_ev_fd;
  if (ev !== null && refcount_inc_not_zero(ev.refs)) deferred = true;
  readers[0].reads = false;
  first_done = true;
}

function io_eventfd_signal() {
  while (!registered) cpu_relax();
  readers[1].reads = true;
  const ev = ctx_io_ev_fd;
  if (ev !== null && refcount_inc_not_zero(ev.refs)) {
    readers[1].reads = false;
    io_eventfd_put(ev);
  } else {
    readers[1].reads = false;
  }
}

/** The RCU callback of the deferred signal. */
function io_eventfd_do_signal() {
  while (!first_done) cpu_relax();
  if (!deferred) return;
  synchronize_rcu();
  holder.signals = holder.signals + 1;
  if (version === "after") io_eventfd_put(holder);
  else if (refcount_dec_and_test(holder.refs)) kfree(holder);
}

function io_eventfd_unregister() {
  ctx_io_ev_fd = holder;
  registered = true;
  ctx_io_ev_fd = null;
  io_eventfd_put(holder);
}

const signaller = task("signaller", io_eventfd_signal_deferred, { cpu: 0 });
const other = task("other", io_eventfd_signal, { cpu: 1 });
const rcu = task("rcu", io_eventfd_do_signal, { cpu: 2 });
const application = task("application", io_eventfd_unregister, { cpu: 3 });

eventually(
  "the holder is freed",
  () => finished(signaller) && finished(other) && finished(rcu) && finished(application) && !is_allocated(holder),
);
expect(version === "before" ? violates("use-after-free", { in: "io_eventfd_signal" }) : verified());
