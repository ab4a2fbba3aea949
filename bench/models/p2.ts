// P2 of bench/peers: timeouts on a list under one lock. A timer callback takes its timeout off the list and completes it, a task cancels
// the first one that it can for ever, another one collects all that it can cancel under the lock and completes them outside, once.
import {
  HRTIMER_MODE_REL_HARD,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_try_to_cancel,
  int,
  invariant,
  LIST_HEAD,
  list_del_init,
  list_empty,
  list_first_entry_or_null,
  list_for_each_entry_safe,
  list_head,
  list_move_tail,
  list_node,
  param,
  pool,
  raw_spin_lock,
  raw_spin_lock_irq,
  raw_spin_unlock,
  raw_spin_unlock_irq,
  raw_spinlock_t,
  task,
} from "lockproof/dsl";

const TIMEOUTS = param("timeouts", 3, { min: 1, max: 6 });

class timeout {
  node = list_node();
  completed = int(0, 3);
  timer = hrtimer(expire, { queued: true, mode: HRTIMER_MODE_REL_HARD });
}
const timeouts = pool(timeout, TIMEOUTS);
const lock = raw_spinlock_t();
const pending = list_head<timeout>("node", timeouts);

function expire(own: timeout) {
  raw_spin_lock(lock);
  if (!list_empty(own.node)) {
    list_del_init(own.node);
    own.completed = own.completed + 1;
  }
  raw_spin_unlock(lock);
  return HRTIMER_NORESTART;
}

function cancel_first() {
  while (true) {
    raw_spin_lock_irq(lock);
    const first = list_first_entry_or_null(pending);
    if (first !== null && hrtimer_try_to_cancel(first.timer) >= 0) {
      list_del_init(first.node);
      first.completed = first.completed + 1;
    }
    raw_spin_unlock_irq(lock);
  }
}

function kill_all() {
  const done = LIST_HEAD<timeout>("node");
  raw_spin_lock_irq(lock);
  for (const each of list_for_each_entry_safe(pending)) {
    if (hrtimer_try_to_cancel(each.timer) >= 0) list_move_tail(each.node, done);
  }
  raw_spin_unlock_irq(lock);
  for (const each of list_for_each_entry_safe(done)) {
    list_del_init(each.node);
    each.completed = each.completed + 1;
  }
}

task("canceller", cancel_first);
task("killer", kill_all);

invariant("a timeout is completed at most once", () => timeouts.every((each) => each.completed <= 1));
