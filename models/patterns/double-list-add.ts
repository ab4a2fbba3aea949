// A list that two tasks use without a lock: both find the item unlinked, and both link it.
// A node that is linked twice makes a knot of the list. The repair is to test and to change in one section of a lock.
// lockdep: nothing, it does not look at data. CONFIG_DEBUG_LIST: "list_add double add", if the race happens.
import {
  expect,
  finished,
  invariant,
  list_add_tail,
  list_contains,
  list_del_init,
  list_empty,
  list_head,
  list_node,
  reachable,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class work_item {
  entry = list_node();
}
const item = new work_item();

const work_lock = spinlock_t();
const work_list = list_head<work_item>("entry"); // under work_lock

function queue_work() {
  if (version === "fixed") spin_lock(work_lock);
  if (list_empty(item.entry)) list_add_tail(item.entry, work_list);
  if (version === "fixed") spin_unlock(work_lock);
}

function run_work() {
  if (version === "fixed") spin_lock(work_lock);
  list_del_init(item.entry);
  if (version === "fixed") spin_unlock(work_lock);
}

function worker() {
  queue_work();
  run_work();
}

const one = task("one", worker);
const two = task("two", worker);

reachable("something is left to run", () => list_contains(work_list, item));
reachable("both are at it", () => list_contains(work_list, item) && finished(one) && !finished(two));
invariant("in the end nothing is left to run", () => !finished(one) || !finished(two) || list_empty(work_list));

expect(version === "broken" ? violates("list-corruption", { in: "queue_work" }) : verified());
