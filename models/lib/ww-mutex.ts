// Wound/wait mutexes: kernel/locking/mutex.c, kernel/locking/ww_mutex.h, include/linux/ww_mutex.h (stored version of intel-lab-lkp/linux).
// Several of them are locked in any order: of two contexts that get in each other's way the younger one backs off with -EDEADLK, releases all
// it has, and begins with the lock that it did not get. Who has to is a matter of the ww class: `wait-die`, where the younger one does not
// wait for an older holder, or `wound-wait`, where an older one that waits wounds the holder, who backs off when he has to wait himself.
// A waiter sleeps on the mutex's queue and looks again whenever the holder may be another one. Several that wait for ever show as `stuck`.
// Not here: the order of the waiters by age (all of them are woken, any may be first; a younger one behind an older one backs off when that one
// has got the mutex, not before), and that lockdep has a class of its own for each ww class.
import {
  assert,
  atomic_cmpxchg,
  atomic_read,
  atomic_set,
  atomic_t,
  atomic_xchg,
  bool,
  choose,
  DEBUG_LOCKS_WARN_ON,
  finish_wait,
  int,
  lock_map_acquire,
  lock_map_release,
  lockdep_map,
  might_sleep,
  mutex,
  mutex_acquire,
  mutex_acquire_nest,
  mutex_acquire_try,
  mutex_release,
  prepare_to_wait,
  ref,
  schedule,
  spin_lock,
  spin_unlock,
  wait_queue_head,
  wake_up,
  wake_up_locked,
} from "lockproof/dsl";

export const EINTR = 4;
export const EDEADLK = 35;
export const EALREADY = 114;

/** DEFINE_WW_CLASS(name) and DEFINE_WD_CLASS(name). */
export class ww_class {
  constructor(readonly kind: "wound-wait" | "wait-die") {}
}

const FREE = 0;
const HELD = 1;
const WAITED_FOR = 2;

/** The mutex inside. The first lock of a context, which is none, is of the same class to lockdep. */
class ww_base {
  readonly dep_map = mutex("ww_lockdep_mutex");
  readonly owner = atomic_t(FREE, WAITED_FOR);
  readonly wait = wait_queue_head("&lock->wait_lock");
}

export class ww_mutex {
  constructor(readonly ww_class: ww_class) {}
  readonly base = new ww_base();
  ctx = ref<ww_acquire_ctx>();
}

export class ww_acquire_ctx {
  readonly dep_map = lockdep_map("ww_lockdep_acquire");
  readonly first = new ww_base();
  stamp = int(0, 9, 5); // the smaller, the older; the model says how old it is
  acquired = int(0, 3);
  wounded = bool();
  is_wait_die = bool();
  done_acquire = bool();
  contending_lock = ref<ww_mutex>();
  blocked_on = ref<ww_mutex>();
  ww_class = ref<ww_class>();
}

export function ww_acquire_init(ctx: ww_acquire_ctx, type: ww_class) {
  ctx.ww_class = type;
  ctx.is_wait_die = type.kind === "wait-die";
  ctx.acquired = 0;
  ctx.wounded = false;
  ctx.done_acquire = false;
  ctx.contending_lock = null;
  lock_map_acquire(ctx.dep_map);
  mutex_acquire_nest(ctx.first.dep_map, ctx.dep_map); // lockdep: the first lock is faked
}

export function ww_acquire_done(ctx: ww_acquire_ctx) {
  DEBUG_LOCKS_WARN_ON(ctx.done_acquire);
  ctx.done_acquire = true;
}

export function ww_acquire_fini(ctx: ww_acquire_ctx) {
  mutex_release(ctx.first.dep_map);
  lock_map_release(ctx.dep_map);
  DEBUG_LOCKS_WARN_ON(ctx.acquired > 0);
  ctx.done_acquire = true; // survives mutation: only a lock or a done after fini would ask, which no model does
}

/** 0; or -EDEADLK when `ctx` has to back off; or -EALREADY when it has this one. */
export function ww_mutex_lock(lock: ww_mutex, ctx: ww_acquire_ctx): number {
  if (lock.ctx === ctx) return -EALREADY;
  if (ctx.acquired === 0) ctx.wounded = false; // nobody else can wound who has no lock
  might_sleep();
  mutex_acquire_nest(lock.base.dep_map, ctx.dep_map);
  if (!is_claimed(lock.base) && !wait_for(lock, ctx)) {
    mutex_release(lock.base.dep_map);
    DEBUG_LOCKS_WARN_ON(ctx.contending_lock !== null);
    ctx.contending_lock = lock;
    return -EDEADLK;
  }
  lock_acquired(lock, ctx);
  if (atomic_read(lock.base.owner) === WAITED_FOR) wake_up(lock.base.wait); // survives mutation: they look at the new holder, which matters from three contexts on
  return 0;
}

/** As {@link ww_mutex_lock}; or -EINTR when a signal comes, which is a choice. */
export function ww_mutex_lock_interruptible(lock: ww_mutex, ctx: ww_acquire_ctx): number {
  if (choose(false, true)) return -EINTR;
  return ww_mutex_lock(lock, ctx);
}

/** After -EDEADLK, and when all locks are released: waits for the lock that was not got. */
export function ww_mutex_lock_slow(lock: ww_mutex, ctx: ww_acquire_ctx): number {
  DEBUG_LOCKS_WARN_ON(ctx.contending_lock === null);
  return ww_mutex_lock(lock, ctx);
}

export function ww_mutex_trylock(lock: ww_mutex): boolean {
  return base_trylock(lock.base);
}

export function ww_mutex_unlock(lock: ww_mutex) {
  const ctx = lock.ctx;
  if (ctx !== null) {
    DEBUG_LOCKS_WARN_ON(ctx.acquired === 0);
    ctx.acquired = ctx.acquired - 1;
    lock.ctx = null;
  }
  base_unlock(lock.base);
}

/** ww_mutex_lock without a context. */
export function base_lock(base: ww_base) {
  might_sleep();
  mutex_acquire(base.dep_map);
  claim(base);
}

/** mutex_lock_nest_lock */
export function base_lock_nested(base: ww_base, ctx: ww_acquire_ctx) {
  might_sleep();
  mutex_acquire_nest(base.dep_map, ctx.dep_map);
  claim(base);
}

export function base_trylock(base: ww_base): boolean {
  if (!is_claimed(base)) return false;
  mutex_acquire_try(base.dep_map);
  return true;
}

export function base_unlock(base: ww_base) {
  mutex_release(base.dep_map);
  if (atomic_cmpxchg(base.owner, HELD, FREE) === HELD) return;
  spin_lock(base.wait.lock); // survives mutation: the queue is woken afterwards either way
  atomic_set(base.owner, FREE);
  wake_up_locked(base.wait); // survives mutation: to wake is one step
  spin_unlock(base.wait.lock);
}

function is_claimed(base: ww_base): boolean {
  return atomic_cmpxchg(base.owner, FREE, HELD) === FREE;
}

/** The same for one that says that he waits: whoever has it then wakes the queue when he unlocks. */
function is_claimed_or_waited_for(base: ww_base): boolean {
  return atomic_xchg(base.owner, WAITED_FOR) === FREE;
}

/** Sleeps until it has the mutex. */
function claim(base: ww_base) {
  if (is_claimed(base)) return;
  let claimed = false;
  while (!claimed) {
    prepare_to_wait(base.wait);
    spin_lock(base.wait.lock);
    claimed = is_claimed_or_waited_for(base);
    spin_unlock(base.wait.lock);
    if (!claimed) schedule();
  }
  finish_wait(base.wait);
}

/** __mutex_lock_common: sleeps until it has the mutex (true), or has to back off. */
function wait_for(lock: ww_mutex, ctx: ww_acquire_ctx): boolean {
  let claimed = false;
  let dies = false;
  ctx.blocked_on = lock; // survives mutation: for wounding, which needs a second ww mutex
  while (!claimed && !dies) {
    prepare_to_wait(lock.base.wait);
    spin_lock(lock.base.wait.lock); // survives mutation: the exchange is one step
    claimed = is_claimed_or_waited_for(lock.base);
    if (!claimed) dies = has_to_back_off(lock, ctx);
    const wounded = claimed || dies ? null : wound_holder(lock, ctx);
    spin_unlock(lock.base.wait.lock);
    if (wounded !== null) wake_wounded(wounded);
    if (!claimed && !dies) schedule();
  }
  finish_wait(lock.base.wait); // survives mutation: who is woken without waiting goes on as before
  ctx.blocked_on = null; // survives mutation: for wounding, which needs a second ww mutex
  return claimed;
}

/** __ww_mutex_check_kill: only who has locks of his own has to back off. */
function has_to_back_off(lock: ww_mutex, ctx: ww_acquire_ctx): boolean {
  if (ctx.acquired === 0) return false;
  if (!ctx.is_wait_die) return ctx.wounded;
  const holder = lock.ctx;
  if (holder === null) return false;
  assert(ctx.stamp !== holder.stamp, "each ww_acquire_ctx has a stamp of its own"); // survives mutation: for models that forget it
  return ctx.stamp > holder.stamp;
}

/** __ww_mutex_wound: the holder, when it is younger. He backs off where he has to wait, if he still has locks then. */
function wound_holder(lock: ww_mutex, ctx: ww_acquire_ctx): ww_acquire_ctx | null {
  const holder = lock.ctx;
  if (ctx.is_wait_die || ctx.acquired === 0 || holder === null) return null;
  assert(ctx.stamp !== holder.stamp, "each ww_acquire_ctx has a stamp of its own"); // survives mutation: for models that forget it
  if (holder.stamp < ctx.stamp) return null;
  holder.wounded = true;
  return holder;
}

function wake_wounded(holder: ww_acquire_ctx) {
  const lock = holder.blocked_on;
  if (lock !== null) wake_up(lock.base.wait);
}

/** ww_mutex_lock_acquired */
function lock_acquired(lock: ww_mutex, ctx: ww_acquire_ctx) {
  DEBUG_LOCKS_WARN_ON(lock.ctx !== null);
  DEBUG_LOCKS_WARN_ON(ctx.done_acquire);
  if (ctx.contending_lock !== null) {
    DEBUG_LOCKS_WARN_ON(ctx.contending_lock !== lock);
    DEBUG_LOCKS_WARN_ON(ctx.acquired > 0);
    ctx.contending_lock = null;
  }
  DEBUG_LOCKS_WARN_ON(ctx.ww_class !== lock.ww_class);
  ctx.acquired = ctx.acquired + 1;
  lock.ctx = ctx;
}
