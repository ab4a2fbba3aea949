// The eventfd of a ring that may be unregistered while it is signalled (io_uring/eventfd.c): a holder, found by RCU, with references of its own.
// Rings whose eventfd stays have io_ring_ctx.io_ev_fd, and the shorter io_eventfd_signal() of task-work.ts.

import {
  assert,
  atomic_cmpxchg,
  atomic_t,
  call_rcu,
  int,
  kfree,
  rcu_assign_pointer,
  rcu_dereference,
  rcu_head,
  rcu_read_lock,
  rcu_read_unlock,
  ref,
  refcount_dec_and_test,
  refcount_inc_not_zero,
  refcount_t,
} from "lockproof/dsl";
import { deferred_signal_frees_after_grace_period } from "./commits.js";

export class io_ev_fd {
  refs = refcount_t(4, 1); // the ring's
  ops = atomic_t(0, 1); // IO_EVENTFD_OP_SIGNAL_BIT: a deferred signal is on its way
  rcu = rcu_head(); // of a deferred signal
  rcu_of_free = rcu_head(); // the same head in the kernel: one is used after the other
  signals = int(0, 3); // counted
}

/** What a ring has of it. */
export class eventfd_of_ring {
  io_ev_fd = ref<io_ev_fd>();
}

function io_eventfd_free(ev_fd: io_ev_fd) {
  kfree(ev_fd);
}

function io_eventfd_put(ev_fd: io_ev_fd) {
  if (refcount_dec_and_test(ev_fd.refs)) call_rcu(ev_fd.rcu_of_free, io_eventfd_free);
}

const eventfd_signal_mask = (ev_fd: io_ev_fd, in_eventfd: boolean) => {
  assert(!in_eventfd, "W5: no eventfd is signalled from inside one"); // WARN_ON_ONCE(current->in_eventfd)
  ev_fd.signals = ev_fd.signals + 1;
};

/** The RCU callback of a deferred signal. */
function io_eventfd_do_signal(ev_fd: io_ev_fd) {
  eventfd_signal_mask(ev_fd, false);
  if (deferred_signal_frees_after_grace_period) io_eventfd_put(ev_fd);
  else if (refcount_dec_and_test(ev_fd.refs)) kfree(ev_fd);
}

/** True when the caller still has its reference. */
function __io_eventfd_signal(ev_fd: io_ev_fd, in_eventfd: boolean): boolean {
  if (!in_eventfd) {
    eventfd_signal_mask(ev_fd, in_eventfd);
    return true;
  }
  if (atomic_cmpxchg(ev_fd.ops, 0, 1) !== 0) return true;
  call_rcu(ev_fd.rcu, io_eventfd_do_signal);
  return false;
}

/** `in_eventfd`: the caller is inside an eventfd's section already, and must not take its lock again. */
export function io_eventfd_signal_by_rcu(ctx: eventfd_of_ring, in_eventfd: boolean) {
  rcu_read_lock();
  const ev_fd = rcu_dereference(ctx.io_ev_fd);
  if (ev_fd !== null && refcount_inc_not_zero(ev_fd.refs)) {
    if (__io_eventfd_signal(ev_fd, in_eventfd)) io_eventfd_put(ev_fd);
  }
  rcu_read_unlock();
}

export function io_eventfd_unregister(ctx: eventfd_of_ring) {
  const ev_fd = ctx.io_ev_fd;
  if (ev_fd === null) return;
  rcu_assign_pointer(ctx.io_ev_fd, null);
  io_eventfd_put(ev_fd);
}
