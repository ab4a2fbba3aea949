// Wound/wait mutexes: kernel/locking/mutex.c, kernel/locking/ww_mutex.h, include/linux/ww_mutex.h (stored version of intel-lab-lkp/linux).
// Here a context that meets an older one dies (DEFINE_WD_CLASS): it backs off with -EDEADLK, releases all it has, and begins with the lock
// that it did not get. All of it is one ww class; who holds a mutex is a number that is claimed, so a waiter can look at the holder.
// Several contexts that wait for ever show as `stuck`.
import {
  atomic_cmpxchg,
  atomic_read,
  atomic_set,
  atomic_t,
  bool,
  cpu_relax,
  DEBUG_LOCKS_WARN_ON,
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
  oneOf,
  ref,
} from "lockproof/dsl";

export const EALREADY = 114;
export const EDEADLK = 35;

/** The mutex inside. The first lock of a context, which is none, is of the same class to lockdep. */
class ww_base {
  readonly dep_map = mutex("ww_lockdep_mutex");
  readonly owner = atomic_t(0, 1);
}

export class ww_mutex {
  readonly base = new ww_base();
  ctx = ref<ww_acquire_ctx>();
}

export class ww_acquire_ctx {
  readonly dep_map = lockdep_map("ww_lockdep_acquire");
  readonly first = new ww_base();
  stamp = int(0, 9, 5); // the smaller, the older
  acquired = int(0, 3);
  done_acquire = bool();
  contending_lock = ref<ww_mutex>();
  ww_class = oneOf("ww_lockdep", "none");
}

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

function claim(base: ww_base) {
  while (atomic_cmpxchg(base.owner, 0, 1) !== 0) {
    while (atomic_read(base.owner) !== 0) cpu_relax();
  }
}

export function base_trylock(base: ww_base): boolean {
  if (atomic_cmpxchg(base.owner, 0, 1) !== 0) return false;
  mutex_acquire_try(base.dep_map);
  return true;
}

export function base_unlock(base: ww_base) {
  mutex_release(base.dep_map);
  atomic_set(base.owner, 0);
}

export function ww_acquire_init(ctx: ww_acquire_ctx) {
  ctx.acquired = 0;
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
  ctx.done_acquire = true;
}

/** 0, or -EDEADLK when the holder is older and `ctx` has locks, or -EALREADY when it has this one. */
export function ww_mutex_lock(lock: ww_mutex, ctx: ww_acquire_ctx): number {
  if (lock.ctx === ctx) return -EALREADY;
  might_sleep();
  mutex_acquire_nest(lock.base.dep_map, ctx.dep_map);
  while (atomic_cmpxchg(lock.base.owner, 0, 1) !== 0) {
    let dies = has_to_die(lock, ctx);
    while (!dies && atomic_read(lock.base.owner) !== 0) dies = has_to_die(lock, ctx);
    if (dies) {
      DEBUG_LOCKS_WARN_ON(ctx.contending_lock !== null);
      ctx.contending_lock = lock;
      mutex_release(lock.base.dep_map);
      return -EDEADLK;
    }
  }
  lock_acquired(lock, ctx);
  return 0;
}

/** __ww_mutex_check_kill: only who has locks of his own has to back off. The holder is who it was when this looked. */
function has_to_die(lock: ww_mutex, ctx: ww_acquire_ctx): boolean {
  if (ctx.acquired === 0) return false;
  const holder = lock.ctx;
  return holder !== null && ctx.stamp > holder.stamp;
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
  DEBUG_LOCKS_WARN_ON(ctx.ww_class !== "ww_lockdep");
  ctx.acquired = ctx.acquired + 1;
  lock.ctx = ctx;
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
