// A cache gives memory back when the kernel runs out of it: its shrinker takes the cache's lock. Whoever allocates under that lock, and may
// enter reclaim for it, comes to the shrinker with the lock held. GFP_NOFS keeps the allocation out of reclaim's way.
// No execution of the model deadlocks, since an allocation that fails here calls no shrinker: lockdep knows of that from `fs_reclaim`.
// lockdep: "possible circular locking dependency", fs_reclaim on one side.

import {
  bool,
  expect,
  finished,
  fs_reclaim_acquire,
  fs_reclaim_release,
  GFP_KERNEL,
  GFP_NOFS,
  int,
  invariant,
  is_allocated,
  kfree,
  kmalloc,
  kmem_cache,
  lockdep,
  mutex,
  mutex_lock,
  mutex_unlock,
  reachable,
  ref,
  task,
  tasks,
  variant,
  verified,
} from "lockproof/dsl";

const version = variant("broken", "fixed");

class entry {
  uses = int(0, 1);
}
const entries = kmem_cache(entry, 1);
const cache_lock = mutex();
let cached = ref<entry>();
let reclaimed = bool();

function cache_fill() {
  mutex_lock(cache_lock);
  if (cached === null) cached = version === "broken" ? kmalloc(entries, GFP_KERNEL) : kmalloc(entries, GFP_NOFS);
  mutex_unlock(cache_lock);
}

function cache_shrink() {
  mutex_lock(cache_lock);
  const victim = cached;
  reclaimed = reclaimed || victim !== null;
  cached = null;
  kfree(victim); // survives mutation: nobody else has it any more, so it may as well be freed behind the lock
  mutex_unlock(cache_lock);
}

function kswapd() {
  fs_reclaim_acquire(GFP_KERNEL);
  cache_shrink();
  fs_reclaim_release(GFP_KERNEL);
}

const fillers = tasks("fill", 2, cache_fill);
const shrinker = task("kswapd", kswapd);

invariant("what is cached is there", () => cached === null || is_allocated(cached));
invariant(
  "in the end nothing else is there",
  () => !(finished(fillers[0]) && finished(fillers[1]) && finished(shrinker)) || entries.every((e) => is_allocated(e) === (cached === e)),
);
reachable("the cache gives memory back", () => reclaimed && cached === null);

expect(verified(), version === "broken" ? lockdep("circular", { in: "cache_shrink" }) : lockdep("silent"));
