// P2 of bench/peers: timeouts on a list under one lock. Each has a callback that may begin at any moment while it is armed and then runs beside
// all others, as a work item on a CPU of its own; a canceller takes away any one of them, for ever; a killer takes away all of them, once: it
// collects under the lock and completes outside. Nothing goes wrong. The list is a real one, with an order, where the peers have a flag.
import {
  atomic_inc,
  atomic_read,
  atomic_t,
  cancel_work,
  choose,
  invariant,
  LIST_HEAD,
  list_add_tail,
  list_contains,
  list_del_init,
  list_empty,
  list_for_each_entry_safe,
  list_head,
  list_node,
  param,
  pool,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  work_struct,
} from "lockproof/dsl";

const TIMEOUTS = param("timeouts", 3, { min: 1, max: 8 });

const lock = spinlock_t();

class timeout {
  node = list_node(); // under lock
  gathered = list_node(); // the killer's
  expiry = work_struct(timeout_fn, { queued: true });
  completed = atomic_t(0, 2);
}

const timeouts = pool(timeout, TIMEOUTS);
const listed = list_head<timeout>("node", timeouts);

function timeout_fn(own: timeout) {
  spin_lock(lock);
  list_del_init(own.node);
  spin_unlock(lock);
  atomic_inc(own.completed);
}

function cancel() {
  while (true) {
    const t = choose(timeouts);
    spin_lock(lock);
    const cancelled = !list_empty(t.node) && cancel_work(t.expiry);
    if (cancelled) list_del_init(t.node);
    spin_unlock(lock);
    if (cancelled) atomic_inc(t.completed);
  }
}

function kill() {
  const collected = LIST_HEAD<timeout>("gathered");
  spin_lock(lock);
  for (const t of list_for_each_entry_safe(listed)) {
    if (cancel_work(t.expiry)) {
      list_del_init(t.node);
      list_add_tail(t.gathered, collected);
    }
  }
  spin_unlock(lock);
  for (const t of list_for_each_entry_safe(collected)) {
    list_del_init(t.gathered);
    atomic_inc(t.completed);
  }
}

task("canceller", cancel);
task("killer", kill);

invariant("completed at most once", () => timeouts.every((t) => atomic_read(t.completed) <= 1));
invariant("listed means not completed", () => timeouts.every((t) => !list_contains(listed, t) || atomic_read(t.completed) === 0));
