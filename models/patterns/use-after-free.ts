// An object that is found in a shared place and used there, while somebody else drops the last reference. A look-up must take its
// reference where the object cannot go away: under the lock of the place, and only while the count is not 0 already.
// lockdep: nothing, lifetimes are not its business. KASAN sees it when it happens.

import {
  eventually,
  expect,
  finished,
  GFP_KERNEL,
  int,
  invariant,
  is_allocated,
  kfree,
  kmalloc,
  kmem_cache,
  kref,
  kref_get,
  kref_get_unless_zero,
  kref_put,
  lockdep_assert_held,
  reachable,
  ref,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("broken", "resurrected", "fixed");

class session {
  refs = kref(3);
  hits = int(0, 1);
}
const sessions = kmem_cache(session, 1);

const table_lock = spinlock_t();
let entry = ref<session>(); // under table_lock; holds no reference of its own

function session_free(s: session) {
  spin_lock(table_lock);
  if (entry === s) entry = null;
  spin_unlock(table_lock);
  kfree(s);
}

function session_publish(s: session) {
  lockdep_assert_held(table_lock);
  entry = s;
}

function session_find() {
  let found: session | null = null;
  spin_lock(table_lock);
  if (entry !== null) {
    if (version === "fixed") {
      if (kref_get_unless_zero(entry.refs)) found = entry;
    } else {
      if (version === "resurrected") kref_get(entry.refs);
      found = entry;
    }
  }
  spin_unlock(table_lock);
  return found;
}

function use_session() {
  const s = session_find();
  if (s === null) return;
  s.hits = 1; // in the broken version nothing keeps it
  if (version !== "broken") kref_put(s.refs, session_free);
}

function run_session() {
  const s = kmalloc(sessions, GFP_KERNEL);
  if (s === null) return;
  spin_lock(table_lock);
  session_publish(s);
  spin_unlock(table_lock);
  kref_put(s.refs, session_free);
}

const owner = task("owner", run_session);
const user = task("user", use_session);

reachable("a session is used", () => entry !== null && entry.hits === 1);
eventually("all memory is given back", () => finished(owner) && finished(user) && sessions.every((s) => !is_allocated(s)));
invariant("what is found is there", () => entry === null || is_allocated(entry));

expect(
  version === "broken"
    ? violates("use-after-free", { in: "use_session" })
    : version === "resurrected"
      ? violates("refcount", { in: "session_find" })
      : verified(),
);
