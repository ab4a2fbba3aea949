// Backing off helps wound/wait mutexes among themselves only. One task takes the list's mutex and then a buffer, the other one a buffer and
// then the list's mutex: the ww mutex has no reason to send anybody away, the mutex cannot, and both wait for ever. The repair gives the buffer
// back first.
// lockdep is silent about both: to it the first lock of a context is faked, so every buffer is nested in one, and a nested lock has no order.

import {
  assert,
  eventually,
  expect,
  finished,
  lockdep,
  mutex,
  mutex_lock,
  mutex_unlock,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";
import { ww_acquire_ctx, ww_acquire_fini, ww_acquire_init, ww_class, ww_mutex, ww_mutex_lock, ww_mutex_unlock } from "../lib/ww-mutex.js";

const version = variant("broken", "fixed");

const buffer_ww_class = new ww_class("wound-wait");
const buffer = new ww_mutex(buffer_ww_class);
const list_lock = mutex();
const mapper = new ww_acquire_ctx();
const evictor = new ww_acquire_ctx();

function map_buffer() {
  ww_acquire_init(mapper, buffer_ww_class);
  mutex_lock(list_lock); // survives mutation: the other one holds only one of the two at a time, so this one may take them in either order
  ww_mutex_lock(buffer, mapper);
  assert(buffer.ctx === mapper);
  ww_mutex_unlock(buffer);
  mutex_unlock(list_lock);
  ww_acquire_fini(mapper);
}

function evict_buffer() {
  ww_acquire_init(evictor, buffer_ww_class);
  ww_mutex_lock(buffer, evictor);
  assert(buffer.ctx === evictor);
  if (version === "fixed") ww_mutex_unlock(buffer);
  mutex_lock(list_lock);
  if (version === "broken") ww_mutex_unlock(buffer);
  mutex_unlock(list_lock);
  ww_acquire_fini(evictor);
}

const map = task("map", map_buffer);
const evict = task("evict", evict_buffer);

eventually("both come back", () => finished(map) && finished(evict));

expect(version === "broken" ? violates("stuck") : verified(), lockdep("silent"));
