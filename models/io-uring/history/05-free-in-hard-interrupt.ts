// "io_uring: fix inconsistent lock state", 9ae1f8dd372e (2021-02).
// The callback of a linked timeout dropped the last reference to its master and freed it in hard interrupt context. Freeing a request with a file
// takes fs->lock, which everybody else takes with interrupts enabled.
// Breaks D1 and W3 (the callback frees nothing).
// One request; the task that holds fs->lock, the callback on its CPU; 1 CPU.
import type { hrtimer_restart } from "lockproof/dsl";
import {
  bool,
  expect,
  HRTIMER_NORESTART,
  hrtimer,
  hrtimer_start,
  lockdep_assert_held,
  refcount_dec_and_test,
  refcount_t,
  spin_lock,
  spin_unlock,
  spinlock_t,
  task,
  variant,
  verified,
  violates,
} from "lockproof/dsl";

const version = variant("before", "after");

class fs_struct {
  lock = spinlock_t("&fs->lock");
  in_exec = bool();
}
const fs = new fs_struct();

class io_request {
  refs = refcount_t(2, 2);
  put_later = bool(); // queued for task work
  freed = bool();
  timer = hrtimer(io_link_timeout_fn, { cpu: 0 });
}
const req = new io_request();

const set_in_exec = (value: boolean) => {
  lockdep_assert_held(fs.lock);
  fs.in_exec = value;
};

function io_free_req(freed: io_request) {
  spin_lock(fs.lock);
  set_in_exec(false);
  spin_unlock(fs.lock);
  freed.freed = true;
}

function io_link_timeout_fn(expired: io_request): hrtimer_restart {
  if (version === "before") {
    if (refcount_dec_and_test(expired.refs)) io_free_req(expired);
  } else {
    expired.put_later = true; // io_put_req_deferred()
  }
  return HRTIMER_NORESTART;
}

function application() {
  hrtimer_start(req.timer);
  if (refcount_dec_and_test(req.refs)) io_free_req(req); // completes
  spin_lock(fs.lock); // chdir()
  set_in_exec(true);
  spin_unlock(fs.lock);
  if (req.put_later && refcount_dec_and_test(req.refs)) io_free_req(req); // task work
}

task("application", application, { cpu: 0 });

expect(version === "before" ? violates("circular-wait", { lock: "&fs->lock", in: "io_free_req" }) : verified());
