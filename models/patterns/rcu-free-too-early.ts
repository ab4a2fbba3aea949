// An object that readers find under RCU alone is unpublished and freed: a reader that found it before may still use it. The repair is to
// wait for the readers, at once (synchronize_rcu) or later (kfree_rcu).
// lockdep: nothing, as long as the readers are in a read section. KASAN sees it when it happens.

import {
  expect,
  int,
  invariant,
  is_allocated,
  kfree,
  kfree_rcu,
  rcu_assign_pointer,
  rcu_dereference,
  rcu_head,
  rcu_read_lock,
  rcu_read_unlock,
  reachable,
  ref,
  select,
  synchronize_rcu,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "unordered", "waiting", "deferred");

class config {
  limit = int(0, 3, 3);
  rcu = rcu_head();
}
const first = new config();
let current = ref<config>(first); // published

function reader() {
  rcu_read_lock();
  const found = rcu_dereference(current);
  if (found !== null) limit_seen = found.limit;
  rcu_read_unlock();
}
let limit_seen = int(0, 3);

invariant("a reader sees the limit", () => limit_seen === 0 || limit_seen === 3);
reachable("the object is given back", () => !is_allocated(first));

function writer() {
  if (version === "unordered") synchronize_rcu(); // readers that come after it still find the object
  const old = current;
  rcu_assign_pointer(current, null);
  if (version === "waiting") synchronize_rcu();
  if (old === null) return;
  if (version === "deferred") kfree_rcu(old, old.rcu);
  else kfree(old);
}

task("reader", reader);
task("writer", writer);

expect(
  select(version, {
    broken: violates("use-after-free", { in: "reader" }),
    unordered: violates("use-after-free", { in: "reader" }),
    waiting: verified(),
    deferred: verified(),
  }),
);
